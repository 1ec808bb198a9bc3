#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Reddi et al. 2018 (arXiv:1904.09237), algorithm 2, in the order of optax.scale_by_amsgrad: the
// maximum is that of corrected moments. c1 and c2 are the bias corrections 1 - b^t, 1 without one.
template <class T>
struct scale_by_amsgrad {
  static constexpr kernel_id id = kernel_id::scale_by_amsgrad;
  static constexpr bool sees_params = false;
  static constexpr int slots = 3;

  T b1, one_minus_b1, b2, one_minus_b2, c1, c2, eps, eps_root;

  template <class V, class Mu, class Nu, class NuMax>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu, NuMax& nu_max) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    const V v = one_minus_b2 * (u * u) + b2 * nu;
    const V m_hat = is_one(c1) ? m : m / c1;
    const V v_hat = is_one(c2) ? v : v / c2;
    // A NaN that is there stays: a second moment is never below zero.
    const V before = nu_max;
    const V most = select(V(T(-1)) < before, maximum(before, v_hat), before);
    u = m_hat / (sqrt(most + eps_root) + eps);
    mu = m;
    nu = v;
    nu_max = most;
  }
};

}  // namespace optaxx::kernels
