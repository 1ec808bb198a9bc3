#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Defazio and Jelassi 2021 (arXiv:2101.11075), algorithm 1, in the order of
// optax.contrib.scale_by_madgrad.
template <class T>
struct scale_by_madgrad {
  static constexpr kernel_id id = kernel_id::scale_by_madgrad;
  static constexpr bool sees_params = true;
  static constexpr int slots = 3;

  T rate, momentum, one_minus_momentum, eps;

  template <class V, class Param, class GradSumSq, class S, class X0>
  OPTAXX_INLINE void operator()(V& u, const Param& p, GradSumSq& grad_sum_sq, S& s,
                                X0& x0) const noexcept {
    const V squares = V(grad_sum_sq) + rate * (u * u);
    const V sum = V(s) + rate * u;
    const V z = V(x0) - sum / (cbrt(squares) + eps);
    u = (one_minus_momentum * z + momentum * p) - V(p);
    grad_sum_sq = squares;
    s = sum;
  }
};

}  // namespace optaxx::kernels
