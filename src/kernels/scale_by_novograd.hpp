#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Ginsburg et al. 2019 (arXiv:1905.11286), algorithm 1, in the order of optax.scale_by_novograd.
// The denominator is the leaf's. In a first step there is no moment yet.
template <class T>
struct scale_by_novograd {
  static constexpr kernel_id id = kernel_id::scale_by_novograd;
  static constexpr bool sees_params = true;
  static constexpr int slots = 1;
  static constexpr kernel_traits traits{.like_slot = true};

  T b1, denominator, weight_decay, is_first;

  template <class V, class Param, class Mu>
  OPTAXX_INLINE void operator()(V& u, const Param& p, Mu& mu) const noexcept {
    const V direction = u / denominator + weight_decay * p;
    u = is_first == T(0) ? b1 * mu + direction : direction;
    mu = u;
  }
};

}  // namespace optaxx::kernels
