#pragma once

#include <optional>

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// Multiplied by `decay_rate` once in `transition_steps` steps. At step t, after
/// `transition_begin`,
///
///     init_value * decay_rate^((t - transition_begin) / transition_steps)
///
/// in float32 if all steps are ints. Mirrors optax.exponential_decay.
template <class InitValue = number, class TransitionSteps = number, class DecayRate = number,
          class TransitionBegin = number, class Staircase = bool,
          class EndValue = std::optional<number>>
struct exponential_decay_options {
  InitValue init_value = missing<InitValue>();  ///< Required. Value up to `transition_begin`.
  /// Required. Not positive: `init_value` for ever.
  TransitionSteps transition_steps = missing<TransitionSteps>();
  DecayRate decay_rate = missing<DecayRate>();  ///< Required. Zero: `init_value` for ever.
  /// The last step without decay; negative is 0.
  TransitionBegin transition_begin = or_default<TransitionBegin>(0);
  /// In jumps: the exponent is rounded down.
  Staircase staircase = or_default<Staircase>(false);
  /// A bound, from below if `decay_rate` is less than 1, otherwise from above. Unset: none.
  EndValue end_value = or_default<EndValue>(std::nullopt);
  OPTAXX_FIELDS(init_value, transition_steps, decay_rate, transition_begin, staircase, end_value)
};

namespace detail {
schedule make_exponential_decay(const exponential_decay_options<>& o);
}

inline constexpr factory<schedule, exponential_decay_options, 3, number, number, number, number,
                         bool, std::optional<number>>
    exponential_decay{detail::make_exponential_decay};

namespace schedules {
using optaxx::exponential_decay;
}

}  // namespace optaxx
