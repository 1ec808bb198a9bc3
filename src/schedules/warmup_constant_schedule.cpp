#include "optaxx/schedules/warmup_constant_schedule.hpp"

#include "optaxx/schedules/linear_schedule.hpp"
#include "schedules/described_as.hpp"

namespace optaxx {

schedule detail::make_warmup_constant_schedule(const warmup_constant_schedule_options<>& o) {
  return described_as(call_of<warmup_constant_schedule_options<given, given, given>>(
                          "optax.warmup_constant_schedule", o),
                      linear_schedule(o.init_value, o.peak_value, o.warmup_steps));
}

}  // namespace optaxx
