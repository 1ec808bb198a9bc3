#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// A linear_schedule from `init_value` to `peak_value`, then a cosine_decay_schedule from there to
/// `end_value`. Throws std::invalid_argument unless `decay_steps` exceeds `warmup_steps`. Mirrors
/// optax.warmup_cosine_decay_schedule.
template <class InitValue = number, class PeakValue = number, class WarmupSteps = number,
          class DecaySteps = number, class EndValue = number, class Exponent = number>
struct warmup_cosine_decay_schedule_options {
  InitValue init_value = missing<InitValue>();        ///< Required. Value at step 0.
  PeakValue peak_value = missing<PeakValue>();        ///< Required. Value at step `warmup_steps`.
  WarmupSteps warmup_steps = missing<WarmupSteps>();  ///< Required. Steps of the warmup.
  DecaySteps decay_steps = missing<DecaySteps>();     ///< Required. Steps in all, warmup included.
  EndValue end_value = or_default<EndValue>(0.0);     ///< Value from step `decay_steps`, absolute.
  Exponent exponent = or_default<Exponent>(1.0);      ///< Of the cosine decay.
  OPTAXX_FIELDS(init_value, peak_value, warmup_steps, decay_steps, end_value, exponent)
};

namespace detail {
schedule make_warmup_cosine_decay_schedule(const warmup_cosine_decay_schedule_options<>& o);
}

inline constexpr factory<schedule, warmup_cosine_decay_schedule_options, 4, number, number, number,
                         number, number, number>
    warmup_cosine_decay_schedule{detail::make_warmup_cosine_decay_schedule};

namespace schedules {
using optaxx::warmup_cosine_decay_schedule;
}

}  // namespace optaxx
