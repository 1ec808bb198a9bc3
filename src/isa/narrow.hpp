#pragma once

#include <cstddef>
#include <cstdint>

#include "isa/arch.hpp"
#include "optaxx/core/dtype.hpp"

// bfloat16 and float16. By operations that every instruction set has, and without branches, so that
// loops over them become vectors.
namespace optaxx::isa {

struct bf16_bits {
  static OPTAXX_INLINE float widen(std::uint16_t bits) {
    return __builtin_bit_cast(float, std::uint32_t{bits} << 16);
  }
  // To nearest even.
  static OPTAXX_INLINE std::uint16_t narrow(float value) {
    const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, value);
    const std::uint32_t rounded = (bits + 0x7fffU + (bits >> 16 & 1U)) >> 16;
    const std::uint32_t nan = bits >> 16 | 0x40U;
    return static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? nan : rounded);
  }
};

struct f16_bits {
  static OPTAXX_INLINE float widen(std::uint16_t bits) {
    const std::uint32_t magnitude = (bits & 0x7fffU) << 13;
    const std::uint32_t exponent = magnitude & (0x1fU << 23);
    const std::uint32_t normal = magnitude + (112U << 23);
    // A subnormal is its fraction above 2^-14, without that 2^-14.
    const float lifted = __builtin_bit_cast(float, magnitude + (113U << 23)) - 0x1p-14F;
    const std::uint32_t subnormal = __builtin_bit_cast(std::uint32_t, lifted);
    const std::uint32_t special = magnitude + (224U << 23);
    const std::uint32_t value = exponent == 0               ? subnormal
                                : exponent == (0x1fU << 23) ? special
                                                            : normal;
    return __builtin_bit_cast(float, value | (bits & 0x8000U) << 16);
  }
  // To nearest even; subnormals are kept.
  static OPTAXX_INLINE std::uint16_t narrow(float value) {
    const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, value);
    const std::uint32_t magnitude = bits & 0x7fffffffU;
    const std::uint32_t normal = (magnitude - (112U << 23) + 0xfffU + (magnitude >> 13 & 1U)) >> 13;
    // 0.5 has its last bit where a subnormal has it: the sum is rounded there.
    const float pushed = __builtin_bit_cast(float, magnitude) + 0.5F;
    const std::uint32_t subnormal = __builtin_bit_cast(std::uint32_t, pushed) - (126U << 23);
    const std::uint32_t special = magnitude > 0x7f800000U ? 0x7e00U : 0x7c00U;
    const std::uint32_t result = magnitude < (113U << 23)    ? subnormal
                                 : magnitude >= (143U << 23) ? special
                                                             : normal;
    return static_cast<std::uint16_t>(result | (bits >> 16 & 0x8000U));
  }
};

template <class Format, std::size_t N>
OPTAXX_INLINE void widen_some(const std::uint16_t* from, float* to) {
  for (std::size_t k = 0; k < N; ++k) to[k] = Format::widen(from[k]);
}
template <class Format, std::size_t N>
OPTAXX_INLINE void narrow_some(const float* from, std::uint16_t* to) {
  for (std::size_t k = 0; k < N; ++k) to[k] = Format::narrow(from[k]);
}

// Runs of elements, for one instruction set.
template <class Arch>
struct narrow_floats {
  static constexpr std::size_t chunk = 64;

  template <class Format>
  static void widen_all(const std::uint16_t* from, float* to, std::size_t n) noexcept {
    std::size_t i = 0;
    for (; i + chunk <= n; i += chunk) widen_some<Format, chunk>(from + i, to + i);
    for (; i < n; ++i) to[i] = Format::widen(from[i]);
  }
  template <class Format>
  static void narrow_all(const float* from, std::uint16_t* to, std::size_t n) noexcept {
    std::size_t i = 0;
    for (; i + chunk <= n; i += chunk) narrow_some<Format, chunk>(from + i, to + i);
    for (; i < n; ++i) to[i] = Format::narrow(from[i]);
  }
  static void widen(dtype type, const void* from, float* to, std::size_t n) noexcept {
    const auto* const bits = static_cast<const std::uint16_t*>(from);
    type == dtype::bf16 ? widen_all<bf16_bits>(bits, to, n) : widen_all<f16_bits>(bits, to, n);
  }
  static void narrow(dtype type, const float* from, void* to, std::size_t n) noexcept {
    auto* const bits = static_cast<std::uint16_t*>(to);
    type == dtype::bf16 ? narrow_all<bf16_bits>(from, bits, n)
                        : narrow_all<f16_bits>(from, bits, n);
  }
};

}  // namespace optaxx::isa
