#include "optaxx/schedules/polynomial_schedule.hpp"

#include <algorithm>
#include <string>

#include "core/power.hpp"
#include "optaxx/schedules/constant_schedule.hpp"
#include "schedules/described_as.hpp"
#include "schedules/step_numbers.hpp"

namespace optaxx {
namespace {

call call_text(const polynomial_schedule_options<>& o) {
  return call_of<polynomial_schedule_options<given, given, given, given>>(
      "optax.polynomial_schedule", o);
}

class polynomial final : public schedule_function {
 public:
  explicit polynomial(const polynomial_schedule_options<>& o) : o_(o) {}

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
    const auto steps = static_cast<Steps>(o_.transition_steps);
    const auto since = static_cast<Steps>(count) - static_cast<Steps>(o_.transition_begin);
    const auto done = static_cast<Real>(std::clamp<Steps>(since, 0, steps));
    const Real left = 1 - done / static_cast<Real>(steps);
    const auto range = static_cast<Real>(o_.init_value.value() - o_.end_value.value());
    return range * detail::power(left, o_.power) + static_cast<Real>(o_.end_value.value());
  }

  polynomial_schedule_options<> o_;
};

}  // namespace

schedule detail::make_polynomial_schedule(const polynomial_schedule_options<>& o) {
  if (unflushed([&] { return o.transition_steps <= 0; }))
    return described_as(call_text(o), constant_schedule(o.init_value));
  if (unflushed([&] { return o.transition_begin >= 0; })) return polynomial(o);
  polynomial_schedule_options<> from_0 = o;
  from_0.transition_begin = 0;
  return described_as(call_text(o), polynomial(from_0));
}

}  // namespace optaxx
