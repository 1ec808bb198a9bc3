#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.add_decayed_weights.
template <class T>
struct add_decayed_weights {
  static constexpr kernel_id id = kernel_id::add_decayed_weights;
  static constexpr bool sees_params = true;
  static constexpr int slots = 0;

  T weight_decay;

  template <class V, class Param>
  OPTAXX_INLINE void operator()(V& u, const Param& p) const noexcept {
    u = u + weight_decay * p;
  }
};

}  // namespace optaxx::kernels
