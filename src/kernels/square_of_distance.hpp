#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the square of what the parameter is away from a slot.
template <class T>
struct square_of_distance {
  static constexpr kernel_id id = kernel_id::square_of_distance;
  static constexpr bool sees_params = true;
  static constexpr int slots = 1;

  template <class V, class Param, class Place>
  OPTAXX_INLINE void operator()(V& u, const Param& p, const Place& place) const noexcept {
    const V distance = V(p) - V(place);
    u = distance * distance;
  }
};

}  // namespace optaxx::kernels
