#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// From `init_value` to `end_value` along a power of the way that is left. At step t, with
/// T = `transition_steps` and c = t - `transition_begin`, but at least 0 and at most T,
///
///     (init_value - end_value) * (1 - c/T)^power + end_value
///
/// in float32 if all steps are ints. An integer power is repeated multiplication, 2.0 is powf.
/// Mirrors optax.polynomial_schedule.
template <class InitValue = number, class EndValue = number, class Power = number,
          class TransitionSteps = number, class TransitionBegin = number>
struct polynomial_schedule_options {
  InitValue init_value = missing<InitValue>();  ///< Required. Value up to `transition_begin`.
  EndValue end_value = missing<EndValue>();     ///< Required. Value from the end of the transition.
  Power power = missing<Power>();               ///< Required. Above 1: changes sooner.
  /// Required. Not positive: `init_value` for ever.
  TransitionSteps transition_steps = missing<TransitionSteps>();
  /// The step at which it begins; negative is 0.
  TransitionBegin transition_begin = or_default<TransitionBegin>(0);
  OPTAXX_FIELDS(init_value, end_value, power, transition_steps, transition_begin)
};

namespace detail {
schedule make_polynomial_schedule(const polynomial_schedule_options<>& o);
}

inline constexpr factory<schedule, polynomial_schedule_options, 4, number, number, number, number,
                         number>
    polynomial_schedule{detail::make_polynomial_schedule};

namespace schedules {
using optaxx::polynomial_schedule;
}

}  // namespace optaxx
