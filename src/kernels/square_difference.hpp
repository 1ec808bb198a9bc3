#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the square of the distance between the parameter and where it started.
template <class T>
struct square_difference {
  static constexpr kernel_id id = kernel_id::square_difference;
  static constexpr bool sees_params = true;
  static constexpr int slots = 1;

  template <class V, class Param, class Origin>
  OPTAXX_INLINE void operator()(V& u, const Param& p, Origin& origin) const noexcept {
    const V difference = V(origin) - V(p);
    u = difference * difference;
  }
};

}  // namespace optaxx::kernels
