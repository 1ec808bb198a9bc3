#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Pagliardini et al. 2024 (arXiv:2409.03137), algorithm 1, in the order of
// optax.contrib.scale_by_ademamix. c1 and c2 are the bias corrections 1 - b^t.
template <class T>
struct scale_by_ademamix {
  static constexpr kernel_id id = kernel_id::scale_by_ademamix;
  static constexpr bool sees_params = false;
  static constexpr int slots = 3;

  T b1, one_minus_b1, b2, one_minus_b2, b3, one_minus_b3, alpha, c1, c2, eps, eps_root;

  template <class V, class M1, class M2, class Nu>
  OPTAXX_INLINE void operator()(V& u, M1& m1, M2& m2, Nu& nu) const noexcept {
    const V fast = one_minus_b1 * u + b1 * m1;
    const V slow = one_minus_b3 * u + b3 * m2;
    const V v = one_minus_b2 * (u * u) + b2 * nu;
    const V m_hat = is_one(c1) ? fast : fast / c1;
    const V v_hat = is_one(c2) ? v : v / c2;
    u = (m_hat + alpha * slow) / (sqrt(v_hat + eps_root) + eps);
    m1 = fast;
    m2 = slow;
    nu = v;
  }
};

}  // namespace optaxx::kernels
