#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.transforms.unitwise_clip: a unit of the gradient times its unit_factor, but for those that
// are below the least that there can be.
template <class T>
struct unitwise_clip {
  static constexpr kernel_id id = kernel_id::unitwise_clip;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;
  static constexpr int reads = 1;

  T least;

  template <class V, class Factor>
  OPTAXX_INLINE void operator()(V& u, const Factor& factor) const noexcept {
    u = select(V(factor) < V(least), u, u * V(factor));
  }
};

}  // namespace optaxx::kernels
