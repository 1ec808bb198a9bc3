#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.transforms.unitwise_clip: what a unit of that norm is multiplied by, to get the largest
// norm, or -1 where its norm is not as large.
template <class T>
struct unit_factor {
  static constexpr kernel_id id = kernel_id::unit_factor;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;
  static constexpr int reads = 1;

  T div_eps;

  template <class V, class Most>
  OPTAXX_INLINE void operator()(V& u, const Most& most) const noexcept {
    const V divisor = maximum(V(div_eps), u);
    u = select(u < V(most), V(T(-1)), V(most) / divisor);
  }
};

}  // namespace optaxx::kernels
