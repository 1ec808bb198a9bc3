#include "optaxx/schedules/sgdr_schedule.hpp"

#include <stdexcept>

#include "core/flush_guard.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/warmup_cosine_decay_schedule.hpp"
#include "schedules/described_as.hpp"

namespace optaxx {
namespace {

// A sum of Python: of two ints an int.
number sum(const number& a, const number& b) {
  const double value = detail::unflushed([&] { return a.value() + b.value(); });
  if (a.integral() && b.integral()) return static_cast<step_t>(value);
  return value;
}

warmup_cosine_decay_schedule_options<> options_of(const cosine_part& p) {
  return {p.init_value, p.peak_value, p.warmup_steps, p.decay_steps, p.end_value, p.exponent};
}

}  // namespace

std::string option_text(const cosine_part& value) {
  const call parts = call_of<warmup_cosine_decay_schedule_options<given, given, given, given>>(
      "", options_of(value));
  std::string text;
  for (const auto& [name, argument] : parts.arguments)
    text += (text.empty() ? "'" : ", '") + name + "': " + argument;
  return "{" + text + "}";
}

schedule detail::make_sgdr_schedule(const sgdr_schedule_options<>& o) {
  if (o.cosine_kwargs.empty()) throw std::invalid_argument("sgdr_schedule: cosine_kwargs is empty");
  std::vector<schedule> parts;
  step_boundaries boundaries;
  for (const cosine_part& part : o.cosine_kwargs) {
    parts.push_back(warmup_cosine_decay_schedule(options_of(part)));
    boundaries.push_back(boundaries.empty() ? part.decay_steps
                                            : sum(boundaries.back(), part.decay_steps));
  }
  boundaries.pop_back();
  return described_as(call_of<sgdr_schedule_options<given>>("optax.sgdr_schedule", o),
                      join_schedules(parts, boundaries));
}

}  // namespace optaxx
