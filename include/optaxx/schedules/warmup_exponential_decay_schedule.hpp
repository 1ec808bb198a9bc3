#pragma once

#include <optional>

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// A linear_schedule from `init_value` to `peak_value`, then an exponential_decay from there.
/// Mirrors optax.warmup_exponential_decay_schedule.
template <class InitValue = number, class PeakValue = number, class WarmupSteps = number,
          class TransitionSteps = number, class DecayRate = number, class TransitionBegin = number,
          class Staircase = bool, class EndValue = std::optional<number>>
struct warmup_exponential_decay_schedule_options {
  InitValue init_value = missing<InitValue>();        ///< Required. Value at step 0.
  PeakValue peak_value = missing<PeakValue>();        ///< Required. Value at step `warmup_steps`.
  WarmupSteps warmup_steps = missing<WarmupSteps>();  ///< Required. Steps of the warmup.
  /// Required. Not positive: no decay.
  TransitionSteps transition_steps = missing<TransitionSteps>();
  DecayRate decay_rate = missing<DecayRate>();  ///< Required. Zero: no decay.
  /// Steps without decay behind the warmup; negative is 0.
  TransitionBegin transition_begin = or_default<TransitionBegin>(0);
  /// In jumps: the exponent is rounded down.
  Staircase staircase = or_default<Staircase>(false);
  /// A bound of the decay, from below if `decay_rate` is less than 1, otherwise from above. Unset:
  /// none.
  EndValue end_value = or_default<EndValue>(std::nullopt);
  OPTAXX_FIELDS(init_value, peak_value, warmup_steps, transition_steps, decay_rate,
                transition_begin, staircase, end_value)
};

namespace detail {
schedule make_warmup_exponential_decay_schedule(
    const warmup_exponential_decay_schedule_options<>& o);
}

inline constexpr factory<schedule, warmup_exponential_decay_schedule_options, 5, number, number,
                         number, number, number, number, bool, std::optional<number>>
    warmup_exponential_decay_schedule{detail::make_warmup_exponential_decay_schedule};

namespace schedules {
using optaxx::warmup_exponential_decay_schedule;
}

}  // namespace optaxx
