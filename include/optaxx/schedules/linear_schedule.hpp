#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// From `init_value` to `end_value` in a straight line: polynomial_schedule of power 1. Mirrors
/// optax.linear_schedule.
template <class InitValue = number, class EndValue = number, class TransitionSteps = number,
          class TransitionBegin = number>
struct linear_schedule_options {
  InitValue init_value = missing<InitValue>();  ///< Required. Value up to `transition_begin`.
  EndValue end_value = missing<EndValue>();     ///< Required. Value from the end of the transition.
  /// Required. Not positive: `init_value` for ever.
  TransitionSteps transition_steps = missing<TransitionSteps>();
  /// The step at which it begins; negative is 0.
  TransitionBegin transition_begin = or_default<TransitionBegin>(0);
  OPTAXX_FIELDS(init_value, end_value, transition_steps, transition_begin)
};

namespace detail {
schedule make_linear_schedule(const linear_schedule_options<>& o);
}

inline constexpr factory<schedule, linear_schedule_options, 3, number, number, number, number>
    linear_schedule{detail::make_linear_schedule};

namespace schedules {
using optaxx::linear_schedule;
}

}  // namespace optaxx
