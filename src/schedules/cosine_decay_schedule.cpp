#include "optaxx/schedules/cosine_decay_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "core/power.hpp"
#include "schedules/step_numbers.hpp"

namespace optaxx {
namespace {

class cosine_decay final : public schedule_function {
 public:
  explicit cosine_decay(const cosine_decay_schedule_options<>& o) : o_(o) {}

  number at(const number& count, bool x64) const override {
    // Optax makes a float of an int of steps.
    const auto precision = detail::precision_of({count, o_.decay_steps, number(0.0)}, x64);
    return detail::in_precision(precision,
                                [&](auto, auto real) { return value_at<decltype(real)>(count); });
  }
  std::string describe() const override {
    return call_of<cosine_decay_schedule_options<given, given>>("optax.cosine_decay_schedule", o_)
        .text();
  }

 private:
  template <class Real>
  Real value_at(const number& count) const {
    const auto steps = static_cast<Real>(o_.decay_steps.value());
    const Real done = std::min(static_cast<Real>(count.value()), steps);
    const Real angle = std::numbers::pi_v<Real> * done / steps;
    const Real wave = Real(0.5) * (1 + std::cos(angle));
    const Real factor = static_cast<Real>(o_.alpha.one_minus()) * detail::power(wave, o_.exponent) +
                        static_cast<Real>(o_.alpha.value());
    return static_cast<Real>(o_.init_value.value()) * factor;
  }

  cosine_decay_schedule_options<> o_;
};

}  // namespace

schedule detail::make_cosine_decay_schedule(const cosine_decay_schedule_options<>& o) {
  if (unflushed([&] { return !(o.decay_steps > 0); })) {
    throw std::invalid_argument(fmt::format(
        "cosine_decay_schedule: decay_steps must be positive, got {}", o.decay_steps.text()));
  }
  return cosine_decay(o);
}

}  // namespace optaxx
