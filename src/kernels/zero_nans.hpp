#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.zero_nans. Of two comparisons one holds, unless it is a NaN.
template <class T>
struct zero_nans {
  static constexpr kernel_id id = kernel_id::zero_nans;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = select(u < V(T(0)), u, select(V(T(-1)) < u, u, V(T(0))));
  }
};

}  // namespace optaxx::kernels
