#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Lion with tanh(smooth_beta * x) in the place of the sign.
template <class T>
struct scale_by_lion_smooth {
  static constexpr kernel_id id = kernel_id::scale_by_lion_smooth;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T b1, one_minus_b1, b2, one_minus_b2, smooth_beta;

  template <class V, class Mu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu) const noexcept {
    const V g = u;
    u = tanh(smooth_beta * (one_minus_b1 * g + b1 * mu));
    mu = one_minus_b2 * g + b2 * mu;
  }
};

}  // namespace optaxx::kernels
