#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <xsimd/xsimd.hpp>

#include "core/cbrtf.hpp"
#include "core/powf.hpp"
#include "core/tanhf.hpp"
#include "isa/arch.hpp"

namespace optaxx::isa {

// A vector of one instruction set: the vocabulary that kernels are written in. Each operation is
// rounded once; NaN and signed zero behave as in XLA.
template <class T, class Arch>
struct lane {
  using batch = xsimd::batch<T, Arch>;
  using native = arch<T, Arch>;
  using number = T;
  // A number's bits.
  using word = xsimd::batch<std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>, Arch>;
  static constexpr std::size_t size = batch::size;

  batch v;

  lane() = default;
  OPTAXX_INLINE lane(batch b) : v(b) {}
  OPTAXX_INLINE lane(T value) : v(value) {}

  static OPTAXX_INLINE lane load(const T* p) { return batch::load_unaligned(p); }
  OPTAXX_INLINE void store(T* p) const { v.store_unaligned(p); }
  // The first n elements, at most a vector; the others are zero.
  static OPTAXX_INLINE lane load(const T* p, std::size_t n) { return native::load(p, n); }
  OPTAXX_INLINE void store(T* p, std::size_t n) const { native::store(p, n, v); }

  friend OPTAXX_INLINE lane operator+(lane a, lane b) { return a.v + b.v; }
  friend OPTAXX_INLINE lane operator-(lane a, lane b) { return a.v - b.v; }
  friend OPTAXX_INLINE lane operator*(lane a, lane b) { return a.v * b.v; }
  friend OPTAXX_INLINE lane operator/(lane a, lane b) { return native::divide(a.v, b.v); }
  // The other sign, also of a zero.
  friend OPTAXX_INLINE lane operator-(lane a) {
    return of_word(as_word(a) ^ as_word(lane(T(-0.0))));
  }
  friend OPTAXX_INLINE auto operator<(lane a, lane b) { return a.v < b.v; }
  // a b + c, rounded once.
  friend OPTAXX_INLINE lane fma(lane a, lane b, lane c) { return native::fused(a.v, b.v, c.v); }
  friend OPTAXX_INLINE lane sqrt(lane a) { return native::square_root(a.v); }
  friend OPTAXX_INLINE lane abs(lane a) { return xsimd::abs(a.v); }
  friend OPTAXX_INLINE lane select(xsimd::batch_bool<T, Arch> c, lane a, lane b) {
    return xsimd::select(c, a.v, b.v);
  }
  // NaN in `b` comes through, and so does the sign of a zero `b`.
  friend OPTAXX_INLINE lane maximum(lane a, lane b) { return native::maximum(a.v, b.v); }
  friend OPTAXX_INLINE lane minimum(lane a, lane b) { return native::minimum(a.v, b.v); }
  friend OPTAXX_INLINE auto is_finite(lane a) { return (a.v - a.v) == batch(T(0)); }
  // -1, 1, or a zero of the argument's sign, or NaN; subnormal numbers are zeros.
  friend OPTAXX_INLINE lane sign(lane a) {
    const batch zero(T(0));
    return xsimd::select(zero < a.v, batch(T(1)),
                         xsimd::select(a.v < zero, batch(T(-1)), a.v + a.v));
  }
  // 1 / sqrt(a). In float32 one Newton step in double follows, which leaves half a unit in the last
  // place.
  friend OPTAXX_INLINE lane rsqrt(lane a) {
    const lane y = lane(T(1)) / sqrt(a);
    if constexpr (sizeof(T) == sizeof(double)) {
      return y;
    } else {
      const auto refine = [](auto x, auto w) OPTAXX_INLINE_LAMBDA {
        using wide = typename native::wide;
        return w + w * (wide(0.5) - (wide(0.5) * x) * (w * w));
      };
      const batch refined =
          native::narrow(refine(native::widen_low(a.v), native::widen_low(y.v)),
                         refine(native::widen_high(a.v), native::widen_high(y.v)));
      // At zero, infinity and NaN the step would give NaN.
      return xsimd::select((y.v - y.v) == batch(T(0)) && y.v != batch(T(0)), refined, y.v);
    }
  }
  friend OPTAXX_INLINE lane tanh(lane a) {
    if constexpr (sizeof(T) == sizeof(float)) return detail::tanhf(a);
    T values[size];
    a.store(values);
    for (std::size_t i = 0; i < size; ++i) values[i] = std::tanh(values[i]);
    return load(values);
  }

  // In float32 with the bits of glibc's cbrtf; subnormal numbers are zeros.
  [[gnu::noinline]] friend lane cbrt(lane a) {
    if constexpr (sizeof(T) == sizeof(double)) {
      T values[size];
      a.store(values);
      for (std::size_t i = 0; i < size; ++i) values[i] = std::cbrt(values[i]);
      return load(values);
    } else {
      using limits = std::numeric_limits<T>;
      using wide = lane<double, Arch>;
      const batch magnitude = xsimd::abs(a.v);
      const auto usual =
          (magnitude >= batch(limits::min())) & (magnitude < batch(limits::infinity()));
      const batch x = xsimd::select(usual, magnitude, batch(T(1)));
      const auto low = detail::parts(wide(native::widen_low(x)));
      const auto high = detail::parts(wide(native::widen_high(x)));
      const batch guess =
          native::narrow(detail::cbrt_guess(low.mantissa).v, detail::cbrt_guess(high.mantissa).v);
      const batch cube = guess * guess * guess;
      const batch root = native::narrow(
          detail::cbrt_of(low, wide(native::widen_low(guess)), wide(native::widen_low(cube))).v,
          detail::cbrt_of(high, wide(native::widen_high(guess)), wide(native::widen_high(cube))).v);
      const batch with_sign = xsimd::select(a.v < batch(T(0)), batch(T(0)) - root, root);
      return xsimd::select(usual, with_sign, a.v + a.v);
    }
  }

  // In float32 with the bits of glibc's powf, which is called where a number is none of the usual.
  [[gnu::noinline]] friend lane pow(lane a, T y) {
    if constexpr (sizeof(T) == sizeof(double)) {
      return pow_unless(batch(T(0)) != batch(T(0)), a, a, y);
    } else {
      using limits = std::numeric_limits<T>;
      const batch usual_y(std::isnormal(y) ? T(1) : T(0));
      const auto usual = (a.v >= batch(limits::min())) & (a.v < batch(limits::infinity())) &
                         (usual_y == batch(T(1)));
      const batch x = xsimd::select(usual, a.v, batch(T(1)));
      using wide = lane<double, Arch>;
      const auto half = [y](typename native::wide part) OPTAXX_INLINE_LAMBDA {
        return detail::powf_positive(wide(part), static_cast<double>(y)).v;
      };
      const lane powers = native::narrow(half(native::widen_low(x)), half(native::widen_high(x)));
      return all(usual) ? powers : pow_unless(usual, powers, a, y);
    }
  }

  static OPTAXX_INLINE lane look_up(const T* table, word places) {
    return native::look_up(table, places);
  }
  static OPTAXX_INLINE lane of_word(word w) { return __builtin_bit_cast(batch, w); }
  friend OPTAXX_INLINE word as_word(lane a) { return __builtin_bit_cast(word, a.v); }
  static OPTAXX_INLINE bool all(xsimd::batch_bool<T, Arch> c) { return xsimd::all(c); }
  // The logarithm of `a`, or where c is set `other`.
  friend OPTAXX_INLINE lane log_unless(xsimd::batch_bool<T, Arch> c, lane other, lane a) {
    T values[size];
    T is_set[size];
    T results[size];
    a.store(values);
    select(c, lane(T(1)), lane(T(0))).store(is_set);
    other.store(results);
    for (std::size_t i = 0; i < size; ++i) {
      if (is_set[i] == T(0)) results[i] = std::log(values[i]);
    }
    return load(results);
  }

 private:
  [[gnu::noinline]] static lane pow_unless(xsimd::batch_bool<T, Arch> c, lane other, lane a, T y) {
    T values[size];
    T is_set[size];
    T results[size];
    a.store(values);
    select(c, lane(T(1)), lane(T(0))).store(is_set);
    other.store(results);
    for (std::size_t i = 0; i < size; ++i) {
      if (is_set[i] == T(0)) results[i] = std::pow(values[i], y);
    }
    return load(results);
  }
};

}  // namespace optaxx::isa
