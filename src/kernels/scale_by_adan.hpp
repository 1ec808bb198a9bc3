#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Xie et al. 2022 (arXiv:2208.06677), algorithm 1, in the order of optax.scale_by_adan. c1, c2 and
// c3 are the bias corrections 1 - b^t. In a first step the gradient has not changed.
template <class T>
struct scale_by_adan {
  static constexpr kernel_id id = kernel_id::scale_by_adan;
  static constexpr bool sees_params = false;
  static constexpr int slots = 4;

  T b1, one_minus_b1, b2, one_minus_b2, b3, one_minus_b3, c1, c2, c3, eps, eps_root, is_first;

  template <class V, class M, class D, class N, class G>
  OPTAXX_INLINE void operator()(V& u, M& m, D& v, N& n, G& g) const noexcept {
    const V change = is_first == T(0) ? u - V(g) : V(T(0));
    const V mean = one_minus_b1 * u + b1 * m;
    const V change_mean = one_minus_b2 * change + b2 * v;
    const V ahead = u + one_minus_b2 * change;
    const V square = one_minus_b3 * (ahead * ahead) + b3 * n;
    g = u;
    const V m_hat = is_one(c1) ? mean : mean / c1;
    const V v_hat = is_one(c2) ? change_mean : change_mean / c2;
    const V n_hat = is_one(c3) ? square : square / c3;
    u = (m_hat + one_minus_b2 * v_hat) / (sqrt(n_hat + eps_root) + eps);
    m = mean;
    v = change_mean;
    n = square;
  }
};

}  // namespace optaxx::kernels
