#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// The update over the result of a reduction.
template <class T>
struct divide_by {
  static constexpr kernel_id id = kernel_id::divide_by;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;
  static constexpr int reads = 1;

  template <class V, class Divisor>
  OPTAXX_INLINE void operator()(V& u, const Divisor& divisor) const noexcept {
    u = u / divisor;
  }
};

}  // namespace optaxx::kernels
