#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Kingma and Ba 2014 (arXiv:1412.6980), algorithm 2, in the order of optax.scale_by_adamax: eps is
// added to the gradient. c1 is the bias correction 1 - b1^t.
template <class T>
struct scale_by_adamax {
  static constexpr kernel_id id = kernel_id::scale_by_adamax;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, c1, eps;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    // A NaN that is there stays: a largest size is never below zero.
    const V before = b2 * nu;
    const V most = select(V(T(-1)) < before, maximum(before, abs(u) + eps), before);
    u = (is_one(c1) ? m : m / c1) / most;
    mu = m;
    nu = most;
  }
};

}  // namespace optaxx::kernels
