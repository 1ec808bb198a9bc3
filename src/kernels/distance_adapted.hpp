#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Prodigy (Mishchenko and Defazio 2023, arXiv:2306.06101) and D-Adapt Adam (Defazio and Mishchenko
// 2023, arXiv:2301.07733), in the order of optax.contrib.prodigy and dadapt_adamw: numbers that
// only one of them has are 1 for the other. `estimate` is that of the step before, `first` the one
// to begin with.
template <class T>
struct distance_adapted {
  static constexpr kernel_id id = kernel_id::distance_adapted;
  static constexpr bool sees_params = true;
  static constexpr int slots = 3;

  T b1, one_minus_b1, b2, one_minus_b2, b3, estimate, factor, first, decay, rate, eps;

  template <class V, class Param, class ExpAvg, class ExpAvgSq, class GradSum>
  OPTAXX_INLINE void operator()(V& u, const Param& p, ExpAvg& exp_avg, ExpAvgSq& exp_avg_sq,
                                GradSum& grad_sum) const noexcept {
    const V g = estimate * u;
    const V m = b1 * exp_avg + one_minus_b1 * g;
    const V v = b2 * exp_avg_sq + (one_minus_b2 * g) * g;
    grad_sum = b3 * grad_sum + (factor * g) / first;
    u = decay * p - (rate * m) / (sqrt(v) + eps);
    exp_avg = m;
    exp_avg_sq = v;
  }
};

}  // namespace optaxx::kernels
