#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Schaipp et al. 2023 (arXiv:2305.07583), in the order of optax.contrib.momo_adam. c2 is the bias
// correction 1 - b2^t.
template <class T>
struct momo_adam {
  static constexpr kernel_id id = kernel_id::momo_adam;
  static constexpr bool sees_params = true;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, c2, eps, decay, tau;

  template <class V, class Param, class ExpAvg, class ExpAvgSq>
  OPTAXX_INLINE void operator()(V& u, const Param& p, ExpAvg& exp_avg,
                                ExpAvgSq& exp_avg_sq) const noexcept {
    const V m = b1 * exp_avg + one_minus_b1 * u;
    const V v = b2 * exp_avg_sq + (one_minus_b2 * u) * u;
    u = decay * p - (tau * m) / (eps + sqrt(v / c2));
    exp_avg = m;
    exp_avg_sq = v;
  }
};

}  // namespace optaxx::kernels
