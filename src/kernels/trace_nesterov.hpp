#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.trace with nesterov: one step ahead of the trace it stores.
template <class T>
struct trace_nesterov {
  static constexpr kernel_id id = kernel_id::trace_nesterov;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay;

  template <class V, class Trace>
  OPTAXX_INLINE void operator()(V& u, Trace& trace) const noexcept {
    const V next = u + decay * trace;
    u = u + decay * next;
    trace = next;
  }
};

}  // namespace optaxx::kernels
