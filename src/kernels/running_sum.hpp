#pragma once

#include "core/kernel_traits.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// The sum of the micro-batches so far: optax.MultiSteps(use_grad_mean=False).
template <class T>
struct running_sum {
  static constexpr kernel_id id = kernel_id::running_sum;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;
  static constexpr kernel_traits traits{.keeps_dtype = true};

  template <class V, class Acc>
  OPTAXX_INLINE void operator()(V& u, Acc& acc) const noexcept {
    u = u + acc;
    acc = u;
  }
};

}  // namespace optaxx::kernels
