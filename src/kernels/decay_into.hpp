#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// The update becomes the mean that a slot keeps, which forgets by `decay` a step.
template <class T>
struct decay_into {
  static constexpr kernel_id id = kernel_id::decay_into;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay, one_minus_decay;

  template <class V, class Mean>
  OPTAXX_INLINE void operator()(V& u, Mean& mean) const noexcept {
    u = decay * mean + one_minus_decay * u;
    mean = u;
  }
};

}  // namespace optaxx::kernels
