#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term of optax.contrib.dadapt_adamw: the update times the sum of gradients, which is divided as
// Adam divides its first moment.
template <class T>
struct dot_scaled_sum {
  static constexpr kernel_id id = kernel_id::dot_scaled_sum;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T eps;

  template <class V, class GradSum, class ExpAvgSq>
  OPTAXX_INLINE void operator()(V& u, GradSum& grad_sum, ExpAvgSq& exp_avg_sq) const noexcept {
    u = u * (V(grad_sum) / (sqrt(V(exp_avg_sq)) + eps));
  }
};

}  // namespace optaxx::kernels
