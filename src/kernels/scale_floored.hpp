#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.adaptive_grad_clip: the largest norm that a gradient may have, of the parameter's norm.
template <class T>
struct scale_floored {
  static constexpr kernel_id id = kernel_id::scale_floored;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  T clipping, eps;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = clipping * maximum(V(eps), u);
  }
};

}  // namespace optaxx::kernels
