#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// trace = u + decay * trace; u = trace, or with nesterov u + decay * trace. Mirrors optax.trace.
/// State: TraceState(trace).
template <class Decay = number>
struct trace_options {
  Decay decay = missing<Decay>();               ///< Required. Decay of the trace.
  bool nesterov = false;                        ///< Whether to look one step ahead.
  std::optional<dtype> accumulator_dtype = {};  ///< Storage of `trace`; unset: as the parameter.
  OPTAXX_FIELDS(decay, nesterov, accumulator_dtype)
};

namespace detail {
transformation make_trace(const trace_options<>& o);
}

inline constexpr factory<transformation, trace_options, 1, number> trace{detail::make_trace};

}  // namespace optaxx
