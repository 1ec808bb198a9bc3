#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Graves 2013 (arXiv:1308.0850), equations 38 to 42, in the order of optax.scale_by_stddev, with
// eps under the root. c is the bias correction of both moments, 1 without one.
template <class T>
struct scale_by_stddev {
  static constexpr kernel_id id = kernel_id::scale_by_stddev;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T decay, one_minus_decay, c, eps;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_decay * u + decay * mu;
    const V v = one_minus_decay * (u * u) + decay * nu;
    const V m_hat = is_one(c) ? m : m / c;
    const V v_hat = is_one(c) ? v : v / c;
    u = rsqrt((v_hat - m_hat * m_hat) + eps) * u;
    mu = m;
    nu = v;
  }
};

}  // namespace optaxx::kernels
