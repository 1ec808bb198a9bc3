#include "optaxx/schedules/linear_schedule.hpp"

#include "optaxx/schedules/polynomial_schedule.hpp"
#include "schedules/described_as.hpp"

namespace optaxx {

schedule detail::make_linear_schedule(const linear_schedule_options<>& o) {
  return described_as(
      call_of<linear_schedule_options<given, given, given>>("optax.linear_schedule", o),
      polynomial_schedule(o.init_value, o.end_value, 1, o.transition_steps, o.transition_begin));
}

}  // namespace optaxx
