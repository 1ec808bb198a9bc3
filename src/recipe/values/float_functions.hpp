#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "optaxx/core/small_floats.hpp"

namespace optaxx::recipes {

// What XLA makes of two floats of one type.

/// jnp.remainder: with the sign of the divisor.
template <class T>
T remainder(T x, T y) {
  const T truncated = std::fmod(x, y);
  return truncated != 0 && (truncated < 0) != (y < 0) ? truncated + y : truncated;
}
/// jnp.floor_divide
template <class T>
T floor_quotient(T x, T y) {
  const T truncated = std::fmod(x, y);
  const T quotient = (x - truncated) / y;
  return std::round(truncated != 0 && (truncated < 0) != (y < 0) ? quotient - 1 : quotient);
}

/// A subnormal number is a zero of its sign.
template <class T>
T without_subnormal(T x) {
  return std::abs(x) < std::numeric_limits<T>::min() ? std::copysign(T(0), x) : x;
}
/// jnp.maximum: NaN if one of them is, and 0 rather than -0.
template <class T>
T larger(T x, T y) {
  x = without_subnormal(x);
  y = without_subnormal(y);
  if (x == y) return std::signbit(x) ? y : x;
  return x > y || x != x ? x : y;
}
/// jnp.minimum: NaN if one of them is, and -0 rather than 0.
template <class T>
T smaller(T x, T y) {
  return -larger(-x, -y);
}

/// x ** n in a type below float32: every product is rounded.
inline float narrow_power(dtype type, float x, std::int64_t n) {
  const auto times = [&](float a, float b) { return detail::rounded_to(type, a * b); };
  float power = 1;
  for (auto left = static_cast<std::uint64_t>(n < 0 ? -n : n); left != 0; left >>= 1) {
    if ((left & 1) != 0) power = times(power, x);
    if (left > 1) x = times(x, x);
  }
  return n < 0 ? detail::rounded_to(type, 1 / power) : power;
}

}  // namespace optaxx::recipes
