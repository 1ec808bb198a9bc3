#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.trace: no factor before the gradient.
template <class T>
struct trace {
  static constexpr kernel_id id = kernel_id::trace;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay;

  template <class V, class Trace>
  OPTAXX_INLINE void operator()(V& u, Trace& trace) const noexcept {
    u = u + decay * trace;
    trace = u;
  }
};

}  // namespace optaxx::kernels
