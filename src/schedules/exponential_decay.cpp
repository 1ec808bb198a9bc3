#include "optaxx/schedules/exponential_decay.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/power.hpp"
#include "optaxx/schedules/constant_schedule.hpp"
#include "schedules/described_as.hpp"

namespace optaxx {
namespace {

call call_text(const exponential_decay_options<>& o) {
  return call_of<exponential_decay_options<given, given, given>>("optax.exponential_decay", o);
}

// As XLA's: NaN if either is, and +0 is above -0.
float maximum(float a, float b) {
  if (std::isnan(a) || a > b) return a;
  if (std::isnan(b) || b > a) return b;
  return std::signbit(a) ? b : a;
}
float minimum(float a, float b) { return -maximum(-a, -b); }

class exponential final : public schedule_function {
 public:
  explicit exponential(const exponential_decay_options<>& o) : o_(o) {}

  schedule_value at(step_t count, bool) const override {
    return {detail::flushed([&] { return value(count); }), true};
  }
  std::string describe() const override { return call_text(o_).text(); }

 private:
  float value(step_t count) const {
    const step_t elapsed = count - std::max<step_t>(o_.transition_begin, 0);
    const auto rate = static_cast<float>(o_.decay_rate.value());
    auto result = static_cast<float>(o_.init_value.value());
    if (elapsed > 0) {
      const float periods = static_cast<float>(elapsed) / static_cast<float>(o_.transition_steps);
      result *= std::pow(rate, o_.staircase ? std::floor(periods) : periods);
    }
    if (!o_.end_value) return result;
    const auto bound = static_cast<float>(o_.end_value->value());
    return o_.decay_rate.value() < 1 ? maximum(result, bound) : minimum(result, bound);
  }

  exponential_decay_options<> o_;
};

}  // namespace

schedule detail::make_exponential_decay(const exponential_decay_options<>& o) {
  if (o.transition_steps <= 0 || o.decay_rate.value() == 0) {
    return described_as(call_text(o), constant_schedule(o.init_value));
  }
  return exponential(o);
}

}  // namespace optaxx
