#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// The update over a number of its leaf: optax.clip_by_block_rms.
template <class T>
struct divide {
  static constexpr kernel_id id = kernel_id::divide;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  T divisor;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = u / divisor;
  }
};

}  // namespace optaxx::kernels
