#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.scale_by_radam(nesterov=True): c1 corrects the gradient, c1_next the moment.
template <class T>
struct scale_by_radam_nesterov {
  static constexpr kernel_id id = kernel_id::scale_by_radam_nesterov;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, c1, c1_next, c2, eps, eps_root, r, rectify;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    const V v = one_minus_b2 * (u * u) + b2 * nu;
    const V m_next = is_one(c1_next) ? m : m / c1_next;
    const V g_hat = is_one(c1) ? u : u / c1;
    const V m_hat = b1 * m_next + one_minus_b1 * g_hat;
    const V v_hat = is_one(c2) ? v : v / c2;
    u = rectify == T(0) ? m_hat : (r * m_hat) / (sqrt(v_hat + eps_root) + eps);
    mu = m;
    nu = v;
  }
};

}  // namespace optaxx::kernels
