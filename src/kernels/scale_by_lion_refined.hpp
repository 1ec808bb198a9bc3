#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Lion that is linear between -1 and 1.
template <class T>
struct scale_by_lion_refined {
  static constexpr kernel_id id = kernel_id::scale_by_lion_refined;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T b1, one_minus_b1, b2, one_minus_b2;

  template <class V, class Mu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu) const noexcept {
    const V g = u;
    const V x = one_minus_b1 * g + b1 * mu;
    u = select(abs(x) < V(T(1)), x, sign(x));
    mu = one_minus_b2 * g + b2 * mu;
  }
};

}  // namespace optaxx::kernels
