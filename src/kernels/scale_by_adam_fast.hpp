#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// scale_by_adam with one division: `inverse1` and `inverse2` are the reciprocals of its bias
// corrections.
template <class T>
struct scale_by_adam_fast {
  static constexpr kernel_id id = kernel_id::scale_by_adam_fast;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, inverse1, inverse2, eps, eps_root;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    const V v = one_minus_b2 * (u * u) + b2 * nu;
    u = (m * inverse1) / (sqrt(v * inverse2 + eps_root) + eps);
    mu = m;
    nu = v;
  }
};

}  // namespace optaxx::kernels
