#include "optaxx/schedules/warmup_cosine_decay_schedule.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "core/flush_guard.hpp"
#include "optaxx/schedules/cosine_decay_schedule.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "schedules/described_as.hpp"
#include "schedules/step_numbers.hpp"

namespace optaxx {

schedule detail::make_warmup_cosine_decay_schedule(
    const warmup_cosine_decay_schedule_options<>& o) {
  if (unflushed([&] { return o.decay_steps <= o.warmup_steps; })) {
    throw std::invalid_argument(fmt::format(
        "warmup_cosine_decay_schedule: decay_steps must exceed warmup_steps, got {} and {}",
        o.decay_steps.text(), o.warmup_steps.text()));
  }
  const double peak = o.peak_value.value();
  const double alpha = peak == 0 ? 0.0 : flushed([&] { return o.end_value.value() / peak; });
  return described_as(
      call_of<warmup_cosine_decay_schedule_options<given, given, given, given>>(
          "optax.warmup_cosine_decay_schedule", o),
      join_schedules({linear_schedule(o.init_value, o.peak_value, o.warmup_steps),
                      cosine_decay_schedule(o.peak_value, difference(o.decay_steps, o.warmup_steps),
                                            alpha, o.exponent)},
                     {o.warmup_steps}));
}

}  // namespace optaxx
