#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.keep_params_nonnegative.
template <class T>
struct keep_params_nonnegative {
  static constexpr kernel_id id = kernel_id::keep_params_nonnegative;
  static constexpr bool sees_params = true;
  static constexpr int slots = 0;

  template <class V, class Param>
  OPTAXX_INLINE void operator()(V& u, const Param& p) const noexcept {
    const V param = p;
    u = select(param + u < V(T(0)), -param, u);
  }
};

}  // namespace optaxx::kernels
