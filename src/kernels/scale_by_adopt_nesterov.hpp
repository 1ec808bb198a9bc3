#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// The same as scale_by_adopt, whose first moment looks one step ahead.
template <class T>
struct scale_by_adopt_nesterov {
  static constexpr kernel_id id = kernel_id::scale_by_adopt_nesterov;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, eps, most;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V normalized = u / maximum(V(eps), sqrt(V(nu)));
    const V clipped = minimum(V(most), maximum(V(-most), normalized));
    const V m = one_minus_b1 * clipped + b1 * mu;
    nu = one_minus_b2 * (u * u) + b2 * nu;
    u = one_minus_b1 * clipped + b1 * m;
    mu = m;
  }
};

}  // namespace optaxx::kernels
