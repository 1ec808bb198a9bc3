#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Liu et al. 2019 (arXiv:1908.03265), algorithm 2, in the order of optax.scale_by_radam. c1 and c2
// are the bias corrections 1 - b^t; with rectify 0 the variance is not tractable yet, and the
// update is the corrected moment.
template <class T>
struct scale_by_radam {
  static constexpr kernel_id id = kernel_id::scale_by_radam;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, c1, c2, eps, eps_root, r, rectify;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    const V v = one_minus_b2 * (u * u) + b2 * nu;
    const V m_hat = is_one(c1) ? m : m / c1;
    const V v_hat = is_one(c2) ? v : v / c2;
    u = rectify == T(0) ? m_hat : (r * m_hat) / (sqrt(v_hat + eps_root) + eps);
    mu = m;
    nu = v;
  }
};

}  // namespace optaxx::kernels
