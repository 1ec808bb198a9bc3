#include "optaxx/schedules/piecewise_constant_schedule.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string>

#include "core/power.hpp"
#include "optaxx/schedules/constant_schedule.hpp"
#include "schedules/described_as.hpp"
#include "schedules/step_numbers.hpp"

namespace optaxx {
namespace {

call call_text(const piecewise_constant_schedule_options<>& o) {
  return call_of<piecewise_constant_schedule_options<given>>("optax.piecewise_constant_schedule",
                                                             o);
}

class piecewise_constant final : public schedule_function {
 public:
  explicit piecewise_constant(const piecewise_constant_schedule_options<>& o) : o_(o) {}

  number at(const number& count, bool x64) const override {
    // Whether a boundary is reached is a float to Optax.
    const auto precision = detail::precision_of({count, number(0.0)}, x64);
    return detail::in_precision(
        precision, [&](auto, auto real) { return value_at<decltype(real)>(count, x64); });
  }
  std::string describe() const override { return call_text(o_).text(); }

 private:
  // The sum, not a branch: an infinite scale makes NaN before its boundary, as it does in Optax.
  template <class Real>
  Real value_at(const number& count, bool x64) const {
    auto v = static_cast<Real>(o_.init_value.value());
    for (const auto& [boundary, scale] : o_.boundaries_and_scales) {
      const Real before = detail::difference(boundary, count, x64) > 0 ? 1 : 0;
      v = v * before + (1 - before) * static_cast<Real>(scale) * v;
    }
    return v;
  }

  piecewise_constant_schedule_options<> o_;
};

}  // namespace

std::string option_text(const scales_by_step& value) {
  std::string text;
  for (const auto& [boundary, scale] : value) {
    text += (text.empty() ? "" : ", ") + boundary.text() + ": " + number(scale).text();
  }
  return "{" + text + "}";
}

schedule detail::make_piecewise_constant_schedule(const piecewise_constant_schedule_options<>& o) {
  for (const auto& [boundary, scale] : o.boundaries_and_scales) {
    if (unflushed([&, number = scale] { return number >= 0; })) continue;
    throw std::invalid_argument(
        fmt::format("piecewise_constant_schedule: scales must not be negative, got {} at {}", scale,
                    boundary.text()));
  }
  if (o.boundaries_and_scales.empty())
    return described_as(call_text(o), constant_schedule(o.init_value));
  return piecewise_constant(o);
}

}  // namespace optaxx
