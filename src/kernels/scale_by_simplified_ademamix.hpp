#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Morwani et al. 2025 (arXiv:2502.02431), in the order of
// optax.contrib.scale_by_simplified_ademamix. c2 is the bias correction 1 - b2^t.
template <class T>
struct scale_by_simplified_ademamix {
  static constexpr kernel_id id = kernel_id::scale_by_simplified_ademamix;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T b1, b2, alpha, c2, eps, eps_root;

  template <class V, class M, class N>
  OPTAXX_INLINE void operator()(V& u, M& m, N& n) const noexcept {
    const V sum = u + b1 * m;
    const V square = u * u;
    const V v = square + b2 * (V(n) - square);
    const V v_hat = is_one(c2) ? v : v / c2;
    u = (sum + alpha * u) / (sqrt(v_hat + eps_root) + eps);
    m = sum;
    n = v;
  }
};

}  // namespace optaxx::kernels
