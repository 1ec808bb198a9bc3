#include "optaxx/schedules/polynomial_schedule.hpp"

#include <algorithm>
#include <string>

#include "core/power.hpp"
#include "optaxx/schedules/constant_schedule.hpp"
#include "schedules/described_as.hpp"

namespace optaxx {
namespace {

call call_text(const polynomial_schedule_options<>& o) {
  return call_of<polynomial_schedule_options<given, given, given, given>>(
      "optax.polynomial_schedule", o);
}

class polynomial final : public schedule_function {
 public:
  explicit polynomial(const polynomial_schedule_options<>& o) : o_(o) {}

  schedule_value at(step_t count, bool) const override {
    return {detail::flushed([&] { return value(count); }), true};
  }
  std::string describe() const override { return call_text(o_).text(); }

 private:
  float value(step_t count) const {
    const step_t begin = std::max<step_t>(o_.transition_begin, 0);
    const step_t done = std::clamp<step_t>(count - begin, 0, o_.transition_steps);
    const float left = 1 - static_cast<float>(done) / static_cast<float>(o_.transition_steps);
    const auto range = static_cast<float>(o_.init_value.value() - o_.end_value.value());
    return range * detail::power(left, o_.power) + static_cast<float>(o_.end_value.value());
  }

  polynomial_schedule_options<> o_;
};

}  // namespace

schedule detail::make_polynomial_schedule(const polynomial_schedule_options<>& o) {
  if (o.transition_steps <= 0) return described_as(call_text(o), constant_schedule(o.init_value));
  return polynomial(o);
}

}  // namespace optaxx
