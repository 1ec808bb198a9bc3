#pragma once

#include <cstdint>

#include "optaxx/core/dtype.hpp"

namespace optaxx::detail {

/// A double on its way to an array of that type below float64: for float16 rounded to a float with
/// a sticky last bit, so that the next rounding is right. To bfloat16 XLA rounds twice. Always
/// inlined: what is compiled for wide instructions uses it too.
inline __attribute__((always_inline)) float to_float(dtype storage, double value) {
  const float rounded = static_cast<float>(value);
  if (storage != dtype::f16 || static_cast<double>(rounded) == value || value != value)
    return rounded;
  std::uint32_t bits = __builtin_bit_cast(std::uint32_t, rounded);
  if ((bits & 1U) != 0) return rounded;
  const bool beyond =
      value < 0 ? static_cast<double>(rounded) < value : static_cast<double>(rounded) > value;
  bits = beyond ? bits - 1 : bits + 1;
  return __builtin_bit_cast(float, bits);
}
inline __attribute__((always_inline)) float to_float(dtype, float value) { return value; }

}  // namespace optaxx::detail
