#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.clip: NaN stays NaN.
template <class T>
struct clip {
  static constexpr kernel_id id = kernel_id::clip;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  T max_delta;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = minimum(V(max_delta), maximum(V(-max_delta), u));
  }
};

}  // namespace optaxx::kernels
