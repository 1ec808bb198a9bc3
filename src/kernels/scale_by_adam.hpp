#pragma once

#include "core/is_one.hpp"
#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"
#include "kernels/scale_by_adam_fast.hpp"

namespace optaxx::kernels {

// Kingma and Ba 2014 (arXiv:1412.6980), algorithm 1, in the order of optax.scale_by_adam. c1 and c2
// are the bias corrections 1 - b^t; a division by exactly 1 is left out.
template <class T>
struct scale_by_adam {
  static constexpr kernel_id id = kernel_id::scale_by_adam;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;
  static constexpr kernel_traits traits{.is_slow = true};

  T b1, one_minus_b1, b2, one_minus_b2, c1, c2, eps, eps_root;

  template <class V, class Mu, class Nu>
  OPTAXX_INLINE void operator()(V& u, Mu& mu, Nu& nu) const noexcept {
    const V m = one_minus_b1 * u + b1 * mu;
    const V v = one_minus_b2 * (u * u) + b2 * nu;
    const V m_hat = is_one(c1) ? m : m / c1;
    const V v_hat = is_one(c2) ? v : v / c2;
    u = m_hat / (sqrt(v_hat + eps_root) + eps);
    mu = m;
    nu = v;
  }

  scale_by_adam_fast<T> fast() const noexcept {
    return {b1, one_minus_b1, b2, one_minus_b2, 1 / c1, 1 / c2, eps, eps_root};
  }
};

}  // namespace optaxx::kernels
