#include "optaxx/core/number.hpp"

#include <fmt/format.h>

#include "core/flush_guard.hpp"
#include "core/python.hpp"
#include "optaxx/core/small_floats.hpp"

namespace optaxx {

namespace {

double one_minus(double value, std::optional<dtype> type) {
  if (!type) return 1.0 - value;
  if (*type == dtype::f64) return 1.0 - value;
  return static_cast<double>(detail::rounded_to(*type, 1.0F - static_cast<float>(value)));
}

}  // namespace

double number::one_minus() const {
  return detail::flushed([&] { return optaxx::one_minus(value_, type_); });
}

std::string number::text() const {
  if (integral_) return fmt::format("{:.0f}", value_);
  if (type_ == dtype::f32) return detail::python_repr(static_cast<float>(value_));
  return detail::python_repr(value_);
}

}  // namespace optaxx
