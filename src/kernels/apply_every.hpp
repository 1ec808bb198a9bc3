#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.apply_every: what is forgotten or not given out is multiplied by zero, and a NaN stays.
template <class T>
struct apply_every {
  static constexpr kernel_id id = kernel_id::apply_every;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T keeps, gives;

  template <class V, class Sum>
  OPTAXX_INLINE void operator()(V& u, Sum& sum) const noexcept {
    const V all = keeps * sum + u;
    u = gives * all;
    sum = all;
  }
};

}  // namespace optaxx::kernels
