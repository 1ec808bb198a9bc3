#include "optaxx/schedules/exponential_decay.hpp"

#include <cmath>
#include <string>

#include "core/power.hpp"
#include "optaxx/schedules/constant_schedule.hpp"
#include "schedules/described_as.hpp"
#include "schedules/step_numbers.hpp"

namespace optaxx {
namespace {

call call_text(const exponential_decay_options<>& o) {
  return call_of<exponential_decay_options<given, given, given>>("optax.exponential_decay", o);
}

// As XLA's: NaN if either is, and +0 is above -0.
template <class Real>
Real maximum(Real a, Real b) {
  if (std::isnan(a) || a > b) return a;
  if (std::isnan(b) || b > a) return b;
  return std::signbit(a) ? b : a;
}
template <class Real>
Real minimum(Real a, Real b) {
  return -maximum(-a, -b);
}

class exponential final : public schedule_function {
 public:
  explicit exponential(const exponential_decay_options<>& o) : o_(o) {}

  number at(const number& count, bool x64) const override {
    const auto precision =
        detail::precision_of({count, o_.transition_begin, o_.transition_steps}, x64);
    return detail::in_precision(
        precision, [&](auto steps, auto real) { return value_at(count, steps, real); });
  }
  std::string describe() const override { return call_text(o_).text(); }

 private:
  template <class Steps, class Real>
  Real value_at(const number& count, Steps, Real) const {
    const auto elapsed = static_cast<Steps>(count) - static_cast<Steps>(o_.transition_begin);
    const auto rate = static_cast<Real>(o_.decay_rate.value());
    auto result = static_cast<Real>(o_.init_value.value());
    if (elapsed > 0) {
      const Real periods =
          static_cast<Real>(elapsed) / static_cast<Real>(o_.transition_steps.value());
      result *= std::pow(rate, o_.staircase ? std::floor(periods) : periods);
    }
    if (!o_.end_value) return result;
    const auto bound = static_cast<Real>(o_.end_value->value());
    return o_.decay_rate.value() < 1 ? maximum(result, bound) : minimum(result, bound);
  }

  exponential_decay_options<> o_;
};

}  // namespace

schedule detail::make_exponential_decay(const exponential_decay_options<>& o) {
  if (unflushed([&] { return o.transition_steps <= 0 || o.decay_rate.value() == 0; })) {
    return described_as(call_text(o), constant_schedule(o.init_value));
  }
  if (unflushed([&] { return o.transition_begin >= 0; })) return exponential(o);
  exponential_decay_options<> from_0 = o;
  from_0.transition_begin = 0;
  return described_as(call_text(o), exponential(from_0));
}

}  // namespace optaxx
