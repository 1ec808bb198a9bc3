#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Cutkosky, Defazio and Mehta 2023 (arXiv:2306.00144), in the order of optax.contrib.mechanize: the
// update is the base optimizer's. `scale` is the sum of the scales, `divisor` that of the step
// before, which is not zero.
template <class T>
struct mechanize {
  static constexpr kernel_id id = kernel_id::mechanize;
  static constexpr bool sees_params = true;
  static constexpr int slots = 1;

  T scale, divisor;

  template <class V, class Param, class X0>
  OPTAXX_INLINE void operator()(V& u, const Param& p, X0& x0) const noexcept {
    const V start = x0;
    const V delta = (start - V(p)) / divisor - u;
    u = (start - scale * delta) - V(p);
  }
};

}  // namespace optaxx::kernels
