#pragma once

#include <bit>
#include <cstdint>

#include "optaxx/core/dtype.hpp"

namespace optaxx {
namespace detail {

// By integers alone, so that neither compiler flags nor the floating-point environment matter.

inline float float_from_bf16(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

/// Rounds to nearest even.
inline std::uint16_t bf16_from_float(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7fffffffU) > 0x7f800000U) return static_cast<std::uint16_t>(bits >> 16 | 0x40U);
  return static_cast<std::uint16_t>((bits + 0x7fffU + (bits >> 16 & 1U)) >> 16);
}

inline float float_from_f16(std::uint16_t bits) {
  const std::uint32_t sign = (bits & 0x8000U) << 16;
  const std::uint32_t exponent = bits >> 10 & 0x1fU;
  const std::uint32_t fraction = bits & 0x3ffU;
  if (exponent == 0x1f) return std::bit_cast<float>(sign | 0x7f800000U | fraction << 13);
  if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
  if (fraction == 0) return std::bit_cast<float>(sign);
  const auto shift = static_cast<std::uint32_t>(std::countl_zero(fraction)) - 21;  // to bit 10
  return std::bit_cast<float>(sign | (113 - shift) << 23 | (fraction << shift & 0x3ffU) << 13);
}

/// Rounds to nearest even.
inline std::uint16_t f16_from_float(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  const auto signed_bits = [sign](std::uint32_t m) { return static_cast<std::uint16_t>(sign | m); };
  if (magnitude > 0x7f800000U) return signed_bits(0x7e00U | (magnitude >> 13 & 0x3ffU));
  if (magnitude >= 0x47800000U) return signed_bits(0x7c00U);  // 65536 and above, infinity
  if (magnitude >= 0x38800000U) {                             // normal; may round up to infinity
    const std::uint32_t rounded = magnitude + 0xfffU + (magnitude >> 13 & 1U);
    return signed_bits((rounded - (112U << 23)) >> 13);
  }
  if (magnitude <= 0x33000000U) return signed_bits(0);  // at most half of the smallest subnormal
  const std::uint32_t significand = (magnitude & 0x7fffffU) | 0x800000U;
  const std::uint32_t shift = 126 - (magnitude >> 23);  // 14 to 24
  const std::uint32_t half = 1U << (shift - 1);
  return signed_bits((significand + half - 1 + (significand >> shift & 1U)) >> shift);
}

/// A float as this type stores it.
inline float rounded_to(dtype type, float value) {
  if (type == dtype::bf16) return float_from_bf16(bf16_from_float(value));
  if (type == dtype::f16) return float_from_f16(f16_from_float(value));
  return value;
}

}  // namespace detail

/// Elements of a bfloat16 array: the upper half of a float. There is no arithmetic on them but in
/// float; a conversion from float rounds to nearest even.
struct bfloat16 {
  std::uint16_t bits = 0;

  bfloat16() = default;
  explicit bfloat16(float value) : bits(detail::bf16_from_float(value)) {}
  bfloat16& operator=(float value) { return *this = bfloat16(value); }
  operator float() const { return detail::float_from_bf16(bits); }
};

/// Elements of a float16 array: IEEE binary16, subnormals included.
struct float16 {
  std::uint16_t bits = 0;

  float16() = default;
  explicit float16(float value) : bits(detail::f16_from_float(value)) {}
  float16& operator=(float value) { return *this = float16(value); }
  operator float() const { return detail::float_from_f16(bits); }
};

template <>
inline constexpr bool has_dtype<bfloat16> = true;
template <>
inline constexpr dtype dtype_of<bfloat16> = dtype::bf16;
template <>
inline constexpr bool has_dtype<float16> = true;
template <>
inline constexpr dtype dtype_of<float16> = dtype::f16;

}  // namespace optaxx
