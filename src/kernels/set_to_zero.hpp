#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.set_to_zero: also of NaN.
template <class T>
struct set_to_zero {
  static constexpr kernel_id id = kernel_id::set_to_zero;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;
  static constexpr kernel_traits traits{.keeps_params = true, .clears = true};

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = V(T(0));
  }
};

}  // namespace optaxx::kernels
