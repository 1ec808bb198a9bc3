#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.scale_by_stddev with eps outside the root: a reciprocal, then a product.
template <class T>
struct scale_by_stddev_eps_outside {
  static constexpr kernel_id id = kernel_id::scale_by_stddev_eps_outside;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T decay, one_minus_decay, c, eps;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_decay * u + decay * mu;
    const V v = one_minus_decay * (u * u) + decay * nu;
    const V m_hat = is_one(c) ? m : m / c;
    const V v_hat = is_one(c) ? v : v / c;
    u = (V(T(1)) / (sqrt(v_hat - m_hat * m_hat) + eps)) * u;
    mu = m;
    nu = v;
  }
};

}  // namespace optaxx::kernels
