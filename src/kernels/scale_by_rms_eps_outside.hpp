#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.scale_by_rms with eps outside the root: a reciprocal, then a product.
template <class T>
struct scale_by_rms_eps_outside {
  static constexpr kernel_id id = kernel_id::scale_by_rms_eps_outside;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay, one_minus_decay, c, eps;

  template <class V, class Nu>
  OPTAXX_INLINE void operator()(V& u, Nu& nu) const noexcept {
    const V v = one_minus_decay * (u * u) + decay * nu;
    u = (V(T(1)) / (sqrt(is_one(c) ? v : v / c) + eps)) * u;
    nu = v;
  }
};

}  // namespace optaxx::kernels
