#include "optaxx/schedules/piecewise_constant_schedule.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string>

#include "core/power.hpp"

namespace optaxx {
namespace {

class piecewise_constant final : public schedule_function {
 public:
  explicit piecewise_constant(const piecewise_constant_schedule_options<>& o) : o_(o) {}

  schedule_value at(step_t count, bool x64) const override {
    if (o_.boundaries_and_scales.empty()) return {o_.init_value.value(), false};
    if (x64) return {detail::flushed([&] { return value<double>(count); }), false};
    return {detail::flushed([&] { return value<float>(count); }), false};
  }
  std::string describe() const override {
    return call_of<piecewise_constant_schedule_options<given>>("optax.piecewise_constant_schedule",
                                                               o_)
        .text();
  }

 private:
  // The sum, not a branch: an infinite scale makes NaN before its boundary, as it does in Optax.
  template <class Real>
  Real value(step_t count) const {
    auto v = static_cast<Real>(o_.init_value.value());
    for (const auto& [boundary, scale] : o_.boundaries_and_scales) {
      const Real before = count < boundary ? 1 : 0;
      v = v * before + (1 - before) * static_cast<Real>(scale) * v;
    }
    return v;
  }

  piecewise_constant_schedule_options<> o_;
};

}  // namespace

schedule detail::make_piecewise_constant_schedule(const piecewise_constant_schedule_options<>& o) {
  for (const auto& [boundary, scale] : o.boundaries_and_scales) {
    if (scale >= 0) continue;
    throw std::invalid_argument(fmt::format(
        "piecewise_constant_schedule: scales must not be negative, got {} at {}", scale, boundary));
  }
  return piecewise_constant(o);
}

}  // namespace optaxx
