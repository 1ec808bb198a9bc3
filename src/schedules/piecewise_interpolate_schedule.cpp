#include "optaxx/schedules/piecewise_interpolate_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "core/flush_guard.hpp"
#include "schedules/step_numbers.hpp"

namespace optaxx {
namespace {

using options = piecewise_interpolate_schedule_options<>;

class piecewise_interpolate final : public schedule_function {
 public:
  explicit piecewise_interpolate(const options& o) : o_(o) {}

  number at(const number& count, bool x64) const override {
    const double value = detail::flushed([&] {
      return x64 ? value_at<double>(count, x64) : static_cast<double>(value_at<float>(count, x64));
    });
    return {value, x64 ? dtype::f64 : dtype::f32};
  }
  std::string describe() const override {
    return call_of<piecewise_interpolate_schedule_options<given, given>>(
               "optax.piecewise_interpolate_schedule", o_)
        .text();
  }

 private:
  template <class Real>
  Real value_at(const number& count, bool x64) const {
    number start = 0;
    Real from = static_cast<Real>(o_.init_value.value());
    for (const auto& [end, scale] : o_.boundaries_and_scales) {
      const Real to = from * static_cast<Real>(scale);
      if (count.value() >= start.value() && count.value() < end.value()) {
        return takes_doubles(count, x64) ? between<double>(from, to, count, start, end)
                                         : between<float>(from, to, count, start, end);
      }
      start = end;
      from = to;
    }
    return from;
  }
  // Whether steps are float64: one boundary that is a float makes floats of all, and the quotient
  // of ints is a float32 in either mode.
  bool takes_doubles(const number& count, bool x64) const {
    detail::step_precision p = detail::precision_of({count}, x64);
    for (const auto& [boundary, scale] : o_.boundaries_and_scales) {
      const detail::step_precision other = detail::precision_of({count, boundary}, x64);
      p.doubles = p.doubles || other.doubles;
    }
    return p.doubles;
  }
  template <class Step, class Real>
  Real between(Real from, Real to, const number& count, const number& start,
               const number& end) const {
    const Step first = static_cast<Step>(start.value());
    const Step length = std::max(static_cast<Step>(end.value()) - first, Step(1));
    const Step fraction = (static_cast<Step>(count.value()) - first) / length;
    if (o_.interpolate_type == "linear") return (to - from) * static_cast<Real>(fraction) + from;
    const Step wave = std::cos(std::numbers::pi_v<Step> * fraction) + Step(1);
    return to + (from - to) / Real(2) * static_cast<Real>(wave);
  }

  options o_;
};

}  // namespace

schedule detail::make_piecewise_interpolate_schedule(const options& o) {
  if (o.interpolate_type != "linear" && o.interpolate_type != "cosine") {
    throw std::invalid_argument(
        "piecewise_interpolate_schedule: interpolate_type must be 'linear' or 'cosine', got '" +
        o.interpolate_type + "'");
  }
  for (const auto& [boundary, scale] : o.boundaries_and_scales) {
    if (unflushed([&, number = scale] { return number >= 0; })) continue;
    throw std::invalid_argument(
        fmt::format("piecewise_interpolate_schedule: scales must not be negative, got {} at {}",
                    scale, boundary.text()));
  }
  return piecewise_interpolate(o);
}

}  // namespace optaxx
