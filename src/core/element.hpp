#pragma once

#include <cstddef>

#include "optaxx/core/dtype.hpp"

namespace optaxx::detail {

/// An element of any dtype as a double; an int64 beyond 2^53 is rounded.
double load_element(dtype type, const void* data, std::size_t index);
/// Rounded to the dtype; integers are cut off, and stay within their range. A NaN becomes the
/// integer 0.
void store_element(dtype type, void* data, std::size_t index, double value);

/// A double as a float array of that type stores it. To be called under a flush_guard.
double rounded_element(dtype type, double value) noexcept;

}  // namespace optaxx::detail
