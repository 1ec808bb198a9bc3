#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Chen et al. 2023 (arXiv:2302.06675), algorithm 2, in the order of optax.scale_by_lion.
template <class T>
struct scale_by_lion {
  static constexpr kernel_id id = kernel_id::scale_by_lion;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T b1, one_minus_b1, b2, one_minus_b2;

  template <class V, class Mu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu) const noexcept {
    const V g = u;
    u = sign(one_minus_b1 * g + b1 * mu);
    mu = one_minus_b2 * g + b2 * mu;
  }
};

}  // namespace optaxx::kernels
