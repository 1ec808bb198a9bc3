#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.transforms.unitwise_clip: a unit of the gradient is shortened to the largest norm.
template <class T>
struct unitwise_clip {
  static constexpr kernel_id id = kernel_id::unitwise_clip;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;
  static constexpr int reads = 2;

  T div_eps;

  template <class V, class Norm, class Most>
  OPTAXX_INLINE void operator()(V& u, const Norm& norm, const Most& most) const noexcept {
    const V divisor = maximum(V(div_eps), V(norm));
    u = select(V(norm) < V(most), u, u * (V(most) / divisor));
  }
};

}  // namespace optaxx::kernels
