#pragma once

#include "kernels/kernel_id.hpp"
#include "kernels/scale.hpp"

namespace optaxx::kernels {

// The branch of optax.clip_by_global_norm that clips: first divided, then multiplied.
template <class T>
struct clip_by_norm {
  static constexpr kernel_id id = kernel_id::clip_by_norm;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  T norm, max_norm;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = (u / norm) * max_norm;
  }

  scale<T> fast() const noexcept { return {max_norm / norm}; }
};

}  // namespace optaxx::kernels
