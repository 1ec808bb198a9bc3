#include "optaxx/schedules/warmup_exponential_decay_schedule.hpp"

#include "optaxx/schedules/exponential_decay.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "schedules/described_as.hpp"

namespace optaxx {

schedule detail::make_warmup_exponential_decay_schedule(
    const warmup_exponential_decay_schedule_options<>& o) {
  return described_as(
      call_of<warmup_exponential_decay_schedule_options<given, given, given, given, given>>(
          "optax.warmup_exponential_decay_schedule", o),
      join_schedules({linear_schedule(o.init_value, o.peak_value, o.warmup_steps),
                      exponential_decay({.init_value = o.peak_value,
                                         .transition_steps = o.transition_steps,
                                         .decay_rate = o.decay_rate,
                                         .transition_begin = o.transition_begin,
                                         .staircase = o.staircase,
                                         .end_value = o.end_value})},
                     {o.warmup_steps}));
}

}  // namespace optaxx
