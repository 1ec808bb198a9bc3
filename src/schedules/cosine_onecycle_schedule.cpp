#include "optaxx/schedules/cosine_onecycle_schedule.hpp"

#include "core/flush_guard.hpp"
#include "optaxx/schedules/piecewise_interpolate_schedule.hpp"
#include "schedules/described_as.hpp"
#include "schedules/onecycle.hpp"

namespace optaxx {

schedule detail::make_cosine_onecycle_schedule(const cosine_onecycle_schedule_options<>& o) {
  check_transition_steps("cosine_onecycle_schedule", o.transition_steps);
  scales_by_step scales;
  double first = 0;
  unflushed([&] {
    first = o.peak_value / o.div_factor;
    scales[whole_steps(o.pct_start, o.transition_steps)] = o.div_factor;
    scales[whole_steps(1.0, o.transition_steps)] = 1.0 / (o.div_factor * o.final_div_factor);
    return true;
  });
  return described_as(
      call_of<cosine_onecycle_schedule_options<given, given>>("optax.cosine_onecycle_schedule", o),
      piecewise_interpolate_schedule("cosine", first, scales));
}

}  // namespace optaxx
