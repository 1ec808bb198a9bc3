#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Zhuang et al. 2021 (arXiv:2110.05454), algorithm 2, in the order of
// optax.contrib.scale_by_acprop. c2 is the bias correction 1 - b2^t of the step before; with first
// 1 there was none, and the divisor is that of a second moment of 1.
template <class T>
struct scale_by_acprop {
  static constexpr kernel_id id = kernel_id::scale_by_acprop;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, c2, eps, eps_root, first;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    const V error = u - V(mu);
    const V v_hat = first == T(1) ? V(T(1)) : V(nu) / c2;
    nu = (one_minus_b2 * (error * error) + b2 * nu) + eps_root;
    u = u / (sqrt(v_hat) + eps);
    mu = m;
  }
};

}  // namespace optaxx::kernels
