#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// A linear_schedule from `init_value` to `peak_value`, and `peak_value` from there on. Mirrors
/// optax.warmup_constant_schedule.
template <class InitValue = number, class PeakValue = number, class WarmupSteps = number>
struct warmup_constant_schedule_options {
  InitValue init_value = missing<InitValue>();  ///< Required. Value at step 0.
  PeakValue peak_value = missing<PeakValue>();  ///< Required. Value from step `warmup_steps` on.
  /// Required. Steps of the warmup; not positive: `init_value` for ever.
  WarmupSteps warmup_steps = missing<WarmupSteps>();
  OPTAXX_FIELDS(init_value, peak_value, warmup_steps)
};

namespace detail {
schedule make_warmup_constant_schedule(const warmup_constant_schedule_options<>& o);
}

inline constexpr factory<schedule, warmup_constant_schedule_options, 3, number, number, number>
    warmup_constant_schedule{detail::make_warmup_constant_schedule};

namespace schedules {
using optaxx::warmup_constant_schedule;
}

}  // namespace optaxx
