#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// The update to the power of -0.5, as a power is rounded. A subnormal number counts as zero, which
// the addition makes of it.
template <class T>
struct inverse_root {
  static constexpr kernel_id id = kernel_id::inverse_root;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = pow(u + V(T(0)), T(-0.5));
  }
};

}  // namespace optaxx::kernels
