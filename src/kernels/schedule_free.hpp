#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Defazio et al. 2024 (arXiv:2405.15682), in the order of optax.contrib.schedule_free: the update
// is the base optimizer's, and the parameter between z and the average x. ck is the weight of the
// newest z in x.
template <class T>
struct schedule_free {
  static constexpr kernel_id id = kernel_id::schedule_free;
  static constexpr bool sees_params = true;
  static constexpr int slots = 1;

  T b1, one_minus_b1, ck, one_minus_ck;

  template <class V, class Param, class Z>
  OPTAXX_INLINE void operator()(V& u, const Param& p, Z& z) const noexcept {
    const V before = (V(p) - one_minus_b1 * z) / b1;
    z = V(z) + u;
    z = T(1) * z;  // as it is stored
    const V x = one_minus_ck * before + ck * V(z);
    u = (b1 * x + one_minus_b1 * z) - V(p);
  }
};

}  // namespace optaxx::kernels
