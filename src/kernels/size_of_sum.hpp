#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the absolute value of the sum of gradients that distance_adapted makes in this step.
template <class T>
struct size_of_sum {
  static constexpr kernel_id id = kernel_id::size_of_sum;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay, estimate, factor, first;

  template <class V, class GradSum>
  OPTAXX_INLINE void operator()(V& u, GradSum& grad_sum) const noexcept {
    u = abs(decay * grad_sum + (factor * (estimate * u)) / first);
  }
};

}  // namespace optaxx::kernels
