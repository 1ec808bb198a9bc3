#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Zaheer et al. 2018 (Adaptive Methods for Nonconvex Optimization), algorithm 2, in the order of
// optax.scale_by_yogi. c1 and c2 are the bias corrections 1 - b^t.
template <class T>
struct scale_by_yogi {
  static constexpr kernel_id id = kernel_id::scale_by_yogi;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, one_minus_b2, c1, c2, eps, eps_root;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    const V square = u * u;
    const V before = nu;
    const V v = before - (one_minus_b2 * sign(before - square)) * square;
    const V m_hat = is_one(c1) ? m : m / c1;
    const V v_hat = is_one(c2) ? v : v / c2;
    u = m_hat / (sqrt(v_hat + eps_root) + eps);
    mu = m;
    nu = v;
  }
};

}  // namespace optaxx::kernels
