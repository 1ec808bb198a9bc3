#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term of optax.contrib.momo_adam: the square of the mean, over Adam's divisor.
template <class T>
struct momo_adam_norm {
  static constexpr kernel_id id = kernel_id::momo_adam_norm;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, c2, eps;

  template <class V, class ExpAvg, class ExpAvgSq>
  OPTAXX_INLINE void operator()(V& u, ExpAvg& exp_avg, ExpAvgSq& exp_avg_sq) const noexcept {
    const V m = b1 * exp_avg + one_minus_b1 * u;
    const V v = b2 * exp_avg_sq + (one_minus_b2 * u) * u;
    u = m * (m / (eps + sqrt(v / c2)));
  }
};

}  // namespace optaxx::kernels
