#pragma once

#include <cstddef>
#include <cstdint>

#include "isa/arch.hpp"
#include "optaxx/core/dtype.hpp"

// bfloat16 and float16, one at a time or a vector of them. By operations that every instruction set
// has, and without branches.
namespace optaxx::isa {

template <class Arch>
using words = xsimd::batch<std::uint32_t, Arch>;

OPTAXX_INLINE float as_float(std::uint32_t bits) { return __builtin_bit_cast(float, bits); }
OPTAXX_INLINE std::uint32_t as_words(float value) {
  return __builtin_bit_cast(std::uint32_t, value);
}
template <class Arch>
OPTAXX_INLINE xsimd::batch<float, Arch> as_float(words<Arch> bits) {
  return __builtin_bit_cast(xsimd::batch<float, Arch>, bits);
}
template <class Arch>
OPTAXX_INLINE words<Arch> as_words(xsimd::batch<float, Arch> value) {
  return __builtin_bit_cast(words<Arch>, value);
}

// All bits where a < b, none elsewhere; both are below 2^31.
OPTAXX_INLINE std::uint32_t below(std::uint32_t a, std::uint32_t b) { return a < b ? ~0U : 0U; }
template <class Arch>
OPTAXX_INLINE words<Arch> below(words<Arch> a, std::uint32_t b) {
  using whole = xsimd::batch<std::int32_t, Arch>;
  return __builtin_bit_cast(words<Arch>, __builtin_bit_cast(whole, a - words<Arch>(b)) >> 31);
}
template <class Word>
OPTAXX_INLINE Word choose(Word mask, Word a, Word b) {
  return (mask & a) | (~mask & b);
}

OPTAXX_INLINE std::uint32_t if_nan(float value, std::uint32_t a, std::uint32_t b) {
  return value != value ? a : b;
}
template <class Arch>
OPTAXX_INLINE words<Arch> if_nan(xsimd::batch<float, Arch> value, words<Arch> a, words<Arch> b) {
  return as_words(xsimd::select(xsimd::isnan(value), as_float(a), as_float(b)));
}

constexpr std::uint32_t float_infinity = 0x7f800000U;

struct bf16_bits {
  static constexpr dtype type = dtype::bf16;

  template <class Word>
  static OPTAXX_INLINE auto widen(Word bits) {
    return as_float(bits << 16);
  }
  // To nearest even.
  template <class Float>
  static OPTAXX_INLINE auto narrow(Float value) {
    using word = decltype(as_words(value));
    const word bits = as_words(value);
    const word rounded = (bits + word(0x7fffU) + (bits >> 16 & word(1U))) >> 16;
    return if_nan(value, word(bits >> 16 | word(0x40U)), rounded);
  }
};

struct f16_bits {
  static constexpr dtype type = dtype::f16;

  template <class Word>
  static OPTAXX_INLINE auto widen(Word bits) {
    using value = decltype(as_float(bits));
    const Word magnitude = (bits & Word(0x7fffU)) << 13;
    const Word normal = magnitude + Word(112U << 23);
    // A subnormal is its fraction above 2^-14, without that 2^-14.
    const value lifted = as_float(Word(magnitude + Word(113U << 23))) - value(0x1p-14F);
    const Word finite = choose(below(magnitude, 1U << 23), Word(as_words(lifted)), normal);
    const Word all =
        choose(below(magnitude, 0x1fU << 23), finite, Word(magnitude + Word(224U << 23)));
    return as_float(Word(all | (bits & Word(0x8000U)) << 16));
  }
  // To nearest even; subnormals are kept.
  template <class Float>
  static OPTAXX_INLINE auto narrow(Float value) {
    using word = decltype(as_words(value));
    const word bits = as_words(value);
    const word magnitude = bits & word(0x7fffffffU);
    const word normal =
        (magnitude - word(112U << 23) + word(0xfffU) + (magnitude >> 13 & word(1U))) >> 13;
    // 0.5 has its last bit where a subnormal has it: the sum is rounded there.
    const Float pushed = as_float(magnitude) + Float(0.5F);
    const word subnormal = as_words(pushed) - word(126U << 23);
    const word special = choose(below(magnitude, float_infinity + 1), word(0x7c00U), word(0x7e00U));
    const word finite = choose(below(magnitude, 113U << 23), subnormal, normal);
    return word(choose(below(magnitude, 143U << 23), finite, special) |
                (bits >> 16 & word(0x8000U)));
  }
};

// A vector of them between memory and floats.
template <class Format, class Arch>
struct halves_of {
  using native = arch<float, Arch>;
  using batch = xsimd::batch<float, Arch>;

  static OPTAXX_INLINE batch load(const std::uint16_t* p) {
    return Format::widen(native::load_halves(p));
  }
  static OPTAXX_INLINE void store(std::uint16_t* p, batch v) {
    native::store_halves(p, Format::narrow(v));
  }
  static OPTAXX_INLINE batch rounded(batch v) { return Format::widen(Format::narrow(v)); }
};

template <class Arch>
concept converts_float16 = requires {
  typename arch<float, Arch>::float16s;
};

// The instruction makes quiet NaNs of those that signal, the operations above do not.
template <converts_float16 Arch>
struct halves_of<f16_bits, Arch> {
  using native = arch<float, Arch>;
  using batch = xsimd::batch<float, Arch>;

  static OPTAXX_INLINE batch load(const std::uint16_t* p) {
    const batch v = native::widen_float16s(native::load_float16s(p));
    if (xsimd::any(xsimd::isnan(v))) [[unlikely]]
      return f16_bits::widen(native::load_halves(p));
    return v;
  }
  static OPTAXX_INLINE void store(std::uint16_t* p, batch v) {
    native::store_float16s(p, native::without_payloads(native::round_to_float16s(v)));
  }
  static OPTAXX_INLINE batch rounded(batch v) {
    return native::widen_float16s(native::without_payloads(native::round_to_float16s(v)));
  }
};

// The formats of 16 bits: a further one is a case here.
template <class F>
OPTAXX_INLINE auto with_format(dtype type, const F& f) {
  return type == dtype::bf16 ? f(bf16_bits()) : f(f16_bits());
}

// Runs of elements, for one instruction set.
template <class Arch>
struct narrow_floats {
  using batch = xsimd::batch<float, Arch>;

  template <class Format>
  static void widen_all(const std::uint16_t* from, float* to, std::size_t n) noexcept {
    std::size_t i = 0;
    for (; i + batch::size <= n; i += batch::size)
      halves_of<Format, Arch>::load(from + i).store_unaligned(to + i);
    for (; i < n; ++i) to[i] = Format::widen(std::uint32_t{from[i]});
  }
  template <class Format>
  static void narrow_all(const float* from, std::uint16_t* to, std::size_t n) noexcept {
    std::size_t i = 0;
    for (; i + batch::size <= n; i += batch::size)
      halves_of<Format, Arch>::store(to + i, batch::load_unaligned(from + i));
    for (; i < n; ++i) to[i] = static_cast<std::uint16_t>(Format::narrow(from[i]));
  }
  static void widen(dtype type, const void* from, float* to, std::size_t n) noexcept {
    with_format(type, [&]<class Format>(Format) {
      widen_all<Format>(static_cast<const std::uint16_t*>(from), to, n);
    });
  }
  static void narrow(dtype type, const float* from, void* to, std::size_t n) noexcept {
    with_format(type, [&]<class Format>(Format) {
      narrow_all<Format>(from, static_cast<std::uint16_t*>(to), n);
    });
  }
};

}  // namespace optaxx::isa
