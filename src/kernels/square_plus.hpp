#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the square of the update and a little more.
template <class T>
struct square_plus {
  static constexpr kernel_id id = kernel_id::square_plus;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  T epsilon;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = u * u + epsilon;
  }
};

}  // namespace optaxx::kernels
