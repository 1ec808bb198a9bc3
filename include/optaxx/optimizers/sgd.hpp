#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Stochastic gradient descent: chain(trace or identity, scale_by_learning_rate). Mirrors
/// optax.sgd.
template <class LearningRate = scalar_or_schedule, class Momentum = std::optional<number>>
struct sgd_options {
  LearningRate learning_rate = missing<LearningRate>();    ///< Required. A number or a schedule.
  Momentum momentum = or_default<Momentum>(std::nullopt);  ///< Decay of the trace; unset: no trace.
  bool nesterov = false;                                   ///< Whether to look one step ahead.
  std::optional<dtype> accumulator_dtype = {};  ///< Storage of the trace; unset: as the parameter.
  OPTAXX_FIELDS(learning_rate, momentum, nesterov, accumulator_dtype)
};

namespace detail {
transformation make_sgd(const sgd_options<>& o);
}

inline constexpr factory<transformation, sgd_options, 1, scalar_or_schedule, std::optional<number>>
    sgd{detail::make_sgd};

}  // namespace optaxx
