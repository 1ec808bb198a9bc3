#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Mokhtari et al. 2020 (arXiv:1901.08511), in the order of optax.scale_by_optimistic_gradient. In a
// first step the gradient before is the gradient itself.
template <class T>
struct scale_by_optimistic_gradient {
  static constexpr kernel_id id = kernel_id::scale_by_optimistic_gradient;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T alpha_plus_beta, beta, is_first;

  template <class V, class Previous>
  OPTAXX_INLINE void operator()(V& u, Previous& previous) const noexcept {
    const V g = u;
    const V before = is_first == T(0) ? beta * previous : beta * g;
    u = alpha_plus_beta * g - before;
    previous = g;
  }
};

}  // namespace optaxx::kernels
