#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Taniguchi et al. 2024 (arXiv:2411.02853), algorithm 2, in the order of
// optax.contrib.scale_by_adopt. With `most` infinite nothing is clipped.
template <class T>
struct scale_by_adopt {
  static constexpr kernel_id id = kernel_id::scale_by_adopt;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, one_minus_b1, b2, one_minus_b2, eps, most;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V normalized = u / maximum(V(eps), sqrt(V(nu)));
    const V clipped = minimum(V(most), maximum(V(-most), normalized));
    const V m = one_minus_b1 * clipped + b1 * mu;
    nu = one_minus_b2 * (u * u) + b2 * nu;
    u = m;
    mu = m;
  }
};

}  // namespace optaxx::kernels
