#pragma once

#include <cstddef>

#include "optaxx/core/dtype.hpp"
#include "optaxx/core/small_floats.hpp"

namespace optaxx {
class array;
}

namespace optaxx::detail {

/// An element of any dtype as a double; an int64 beyond 2^53 is rounded.
double load_element(dtype type, const void* data, std::size_t index);
/// Rounded to the dtype; integers are cut off, and stay within their range. A NaN becomes the
/// integer 0.
void store_element(dtype type, void* data, std::size_t index, double value);

/// array::set_item in the floating-point environment that there is.
void set_item(array& a, double value);

/// A double as a float array of that type stores it. To be called under a flush_guard.
double rounded_element(dtype type, double value) noexcept;

/// A hyperparameter as leaves of that type below float64 meet it. One that would vanish stays: an
/// eps of 1e-8 is what keeps 0 / 0 away.
inline float number_for(dtype type, float value) {
  const float rounded = rounded_to(type, value);
  return rounded == 0.0F ? value : rounded;
}

}  // namespace optaxx::detail
