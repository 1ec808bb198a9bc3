#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "optaxx/core/small_floats.hpp"
#include "support/slow_lane.hpp"

namespace support {

/// The float16 next to a double, found among the neighbours of a first guess.
inline double nearest_float16(double x) {
  using optaxx::detail::float_from_f16;
  if (!std::isfinite(x)) return x;
  const double magnitude = std::abs(x);
  if (magnitude >= 65520.0) return std::copysign(std::numeric_limits<double>::infinity(), x);
  const std::uint16_t guess = optaxx::detail::f16_from_float(static_cast<float>(magnitude));
  std::uint16_t best = guess;
  const auto off = [&](std::uint16_t bits) {
    return std::abs(static_cast<double>(float_from_f16(bits)) - magnitude);
  };
  for (int d = -1; d <= 1; ++d) {
    const auto bits = static_cast<std::uint16_t>(guess + d);
    if ((guess == 0 && d < 0) || bits >= 0x7c00U) continue;
    if (off(bits) < off(best) || (off(bits) == off(best) && bits % 2 == 0)) best = bits;
  }
  return std::copysign(static_cast<double>(float_from_f16(best)), x);
}

/// What comes back of a T from an array of that dtype. XLA rounds a double to bfloat16 by way of
/// float.
template <class T>
T stored_as(optaxx::dtype storage, T x) {
  using optaxx::dtype;
  if constexpr (sizeof(T) == sizeof(float)) {
    return optaxx::detail::rounded_to(storage, x);
  } else {
    if (storage == dtype::f64) return x;
    if (storage == dtype::f16) return nearest_float16(x);
    return static_cast<double>(
        optaxx::detail::rounded_to(storage, static_cast<float>(through_float(x))));
  }
}

}  // namespace support
