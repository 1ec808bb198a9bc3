#include "optaxx/schedules/linear_onecycle_schedule.hpp"

#include "core/flush_guard.hpp"
#include "optaxx/schedules/piecewise_interpolate_schedule.hpp"
#include "schedules/described_as.hpp"
#include "schedules/onecycle.hpp"

namespace optaxx {

schedule detail::make_linear_onecycle_schedule(const linear_onecycle_schedule_options<>& o) {
  check_transition_steps("linear_onecycle_schedule", o.transition_steps);
  scales_by_step scales;
  double first = 0;
  unflushed([&] {
    first = o.peak_value / o.div_factor;
    scales[whole_steps(o.pct_start, o.transition_steps)] = o.div_factor;
    scales[whole_steps(o.pct_final, o.transition_steps)] = 1.0 / o.div_factor;
    scales[o.transition_steps] = 1.0 / o.final_div_factor;
    return true;
  });
  return described_as(
      call_of<linear_onecycle_schedule_options<given, given>>("optax.linear_onecycle_schedule", o),
      piecewise_interpolate_schedule("linear", first, scales));
}

}  // namespace optaxx
