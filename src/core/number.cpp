#include "optaxx/core/number.hpp"

#include <fmt/format.h>

#include "core/flush_guard.hpp"
#include "core/one_minus.hpp"
#include "core/python.hpp"
#include "optaxx/core/small_floats.hpp"

namespace optaxx {

[[gnu::noinline]] double detail::one_minus(const number& n) {
  if (!n.dtype() || *n.dtype() == dtype::f64) return 1.0 - n.value();
  return static_cast<double>(rounded_to(*n.dtype(), 1.0F - static_cast<float>(n.value())));
}

double number::one_minus() const {
  const nearest_guard guard;
  return detail::one_minus(*this);
}

std::string number::text() const {
  const ieee_guard guard;
  if (integral_) return fmt::format("{:.0f}", value_);
  if (type_ && is_narrow(*type_)) {
    return fmt::format("jnp.{}({})", name_of(*type_),
                       detail::python_repr(static_cast<float>(value_)));
  }
  if (type_ == dtype::f32) return detail::python_repr(static_cast<float>(value_));
  return detail::python_repr(value_);
}

}  // namespace optaxx
