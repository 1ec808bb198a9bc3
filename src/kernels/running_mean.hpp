#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Welford's mean of the micro-batches so far, n of them: optax.MultiSteps.
template <class T>
struct running_mean {
  static constexpr kernel_id id = kernel_id::running_mean;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;
  static constexpr kernel_traits traits{.keeps_dtype = true};

  T n;

  template <class V, class Acc>
  OPTAXX_INLINE void operator()(V& u, Acc& acc) const noexcept {
    u = acc + (u - acc) / n;
    acc = u;
  }
};

}  // namespace optaxx::kernels
