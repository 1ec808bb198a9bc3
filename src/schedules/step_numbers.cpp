#include "schedules/step_numbers.hpp"

#include <algorithm>

namespace optaxx::detail {
namespace {

[[gnu::noinline]] double minus(double a, double b) { return a - b; }

constexpr double last_step = 0x1.fffffffffffffp62;  // of the doubles that are int64

bool is_int(const number& n) { return n.dtype() ? !is_floating(*n.dtype()) : n.integral(); }

}  // namespace

step_precision precision_of(std::initializer_list<number> steps, bool x64) {
  const auto any = [&](auto is) { return std::any_of(steps.begin(), steps.end(), is); };
  if (any([](const number& n) { return n.dtype() == dtype::f64; }))
    return {false, true, dtype::f64};
  if (any([](const number& n) { return n.dtype() == dtype::f32; }))
    return {false, false, dtype::f32};
  if (any([](const number& n) { return !is_int(n); })) return {false, x64, {}};
  return {true, false, dtype::f32};
}

number difference(const number& a, const number& b) {
  const nearest_guard guard;
  const double value = minus(a.value(), b.value());
  if (is_int(a) && is_int(b)) return static_cast<step_t>(std::clamp(value, -0x1p63, last_step));
  return value;
}

number difference(const number& count, const number& boundary, bool x64) {
  const step_precision p = precision_of({count, boundary}, x64);
  if (p.ints) return difference(count, boundary);
  return in_precision(p, [&](auto, auto real) {
    using type = decltype(real);
    return static_cast<type>(count.value()) - static_cast<type>(boundary.value());
  });
}

}  // namespace optaxx::detail
