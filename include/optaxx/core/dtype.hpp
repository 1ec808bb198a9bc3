#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace optaxx {

/// Element types of an array. Parameters, gradients and moments are floats; counters are int32,
/// keys uint32.
enum class dtype : std::uint8_t { f32, f64, bf16, f16, i32, i64, u32, boolean };

/// Bytes of one element.
constexpr std::size_t size_of(dtype type) noexcept {
  switch (type) {
    case dtype::f64:
    case dtype::i64:
      return 8;
    case dtype::f32:
    case dtype::i32:
    case dtype::u32:
      return 4;
    case dtype::bf16:
    case dtype::f16:
      return 2;
    case dtype::boolean:
      return 1;
  }
  return 0;
}

/// NumPy's name: "float32", "bfloat16", "int32", "bool", ...
std::string_view name_of(dtype type) noexcept;

bool is_floating(dtype type) noexcept;

/// bfloat16 or float16: computed in float32, rounded where it is stored.
constexpr bool is_narrow(dtype type) noexcept { return type == dtype::bf16 || type == dtype::f16; }

/// The float type of a result of two: the wider, and float32 for bfloat16 with float16.
constexpr dtype promote(dtype a, dtype b) noexcept {
  if (a == b || is_narrow(b)) return a == b || !is_narrow(a) ? a : dtype::f32;
  return is_narrow(a) || b == dtype::f64 ? b : a;
}

template <class T>
inline constexpr bool has_dtype = false;
template <class T>
inline constexpr dtype dtype_of = dtype::f32;

template <>
inline constexpr bool has_dtype<float> = true;
template <>
inline constexpr dtype dtype_of<float> = dtype::f32;
template <>
inline constexpr bool has_dtype<double> = true;
template <>
inline constexpr dtype dtype_of<double> = dtype::f64;
template <>
inline constexpr bool has_dtype<std::int32_t> = true;
template <>
inline constexpr dtype dtype_of<std::int32_t> = dtype::i32;
template <>
inline constexpr bool has_dtype<std::int64_t> = true;
template <>
inline constexpr dtype dtype_of<std::int64_t> = dtype::i64;
template <>
inline constexpr bool has_dtype<std::uint32_t> = true;
template <>
inline constexpr dtype dtype_of<std::uint32_t> = dtype::u32;
template <>
inline constexpr bool has_dtype<bool> = true;
template <>
inline constexpr dtype dtype_of<bool> = dtype::boolean;

// Where the compiler has these types; elsewhere `bfloat16` and `float16` stand for their bits.
// (g++ 12 for AArch64 has the first in C alone.)
#if defined(__FLT16_MANT_DIG__) && !(defined(__aarch64__) && !defined(__clang__) && __GNUC__ < 13)
template <>
inline constexpr bool has_dtype<_Float16> = true;
template <>
inline constexpr dtype dtype_of<_Float16> = dtype::f16;
#endif
#ifdef __BFLT16_MANT_DIG__
template <>
inline constexpr bool has_dtype<__bf16> = true;
template <>
inline constexpr dtype dtype_of<__bf16> = dtype::bf16;
#endif

/// A C++ type that is an element type.
template <class T>
concept element_type = has_dtype<T>;

}  // namespace optaxx
