#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "core/tanhf.hpp"

namespace support {

/// One element in arithmetic that flushes subnormal numbers to zero, operand by operand and result
/// by result, whatever the processor is set to: what kernels are to compute, written the slow way.
template <class T>
class slow_lane {
 public:
  using number = T;
  using word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

  slow_lane() = default;
  slow_lane(T value) : value_(value) {}

  T value() const { return value_; }

  friend slow_lane operator+(slow_lane a, slow_lane b) {
    return operation(a, b, [](T x, T y) { return x + y; });
  }
  friend slow_lane operator-(slow_lane a, slow_lane b) {
    return operation(a, b, [](T x, T y) { return x - y; });
  }
  friend slow_lane operator-(slow_lane a) { return -a.value_; }
  friend slow_lane operator*(slow_lane a, slow_lane b) {
    const T x = flushed(a.value_);
    const T y = flushed(b.value_);
    // The smaller factor is the one that can be scaled.
    return std::abs(x) < std::abs(y) ? rounded(x * y, [&] { return (x * scale) * y; })
                                     : rounded(x * y, [&] { return x * (y * scale); });
  }
  friend slow_lane operator/(slow_lane a, slow_lane b) {
    const T x = flushed(a.value_);
    const T y = flushed(b.value_);
    return std::abs(x) < T(1) ? rounded(x / y, [&] { return (x * scale) / y; })
                              : rounded(x / y, [&] { return x / (y / scale); });
  }
  friend bool operator<(slow_lane a, slow_lane b) { return flushed(a.value_) < flushed(b.value_); }

  friend slow_lane sqrt(slow_lane a) { return std::sqrt(flushed(a.value_)); }
  friend slow_lane abs(slow_lane a) { return std::abs(a.value_); }
  friend slow_lane select(bool c, slow_lane a, slow_lane b) { return c ? a : b; }
  friend bool is_finite(slow_lane a) { return std::isfinite(a.value_); }
  friend slow_lane maximum(slow_lane a, slow_lane b) { return flushed((b < a ? a : b).value_); }
  friend slow_lane minimum(slow_lane a, slow_lane b) { return flushed((a < b ? a : b).value_); }
  friend slow_lane sign(slow_lane a) {
    if (slow_lane(0) < a) return T(1);
    return a < slow_lane(0) ? T(-1) : flushed(a.value_);
  }
  /// As glibc, which looks at the bits.
  friend slow_lane pow(slow_lane a, T y) { return std::pow(a.value_, y); }
  friend slow_lane cbrt(slow_lane a) { return std::cbrt(flushed(a.value_)); }
  friend slow_lane tanh(slow_lane a) {
    if constexpr (sizeof(T) == sizeof(float)) return optaxx::detail::tanhf(a);
    return std::tanh(flushed(a.value_));
  }
  friend slow_lane fma(slow_lane a, slow_lane b, slow_lane c) {
    return flushed(std::fma(flushed(a.value_), flushed(b.value_), flushed(c.value_)));
  }
  static slow_lane of_word(word w) { return std::bit_cast<T>(w); }
  friend word as_word(slow_lane a) { return std::bit_cast<word>(a.value_); }
  static bool all(bool c) { return c; }
  friend slow_lane log_unless(bool c, slow_lane other, slow_lane a) {
    return c ? other : std::log(a.value_);
  }
  /// 1 / sqrt(a), in float32 with one Newton step in double.
  friend slow_lane rsqrt(slow_lane a) {
    const T y = (slow_lane(1) / sqrt(a)).value_;
    if (sizeof(T) == sizeof(double) || !std::isfinite(y) || y == T(0)) return y;
    const double x = static_cast<double>(flushed(a.value_));
    const double w = static_cast<double>(y);
    const double half = 0.5;
    return static_cast<T>(w + w * (half - (half * x) * (w * w)));
  }

 private:
  using limits = std::numeric_limits<T>;
  // With this factor nothing underflows that comes from two normal numbers.
  static constexpr T scale = sizeof(T) == 4 ? T(0x1p64F) : T(0x1p512);

  static T flushed(T x) { return std::abs(x) < limits::min() ? std::copysign(T(0), x) : x; }

  // A result counts as subnormal if it is one when rounded without a limit to its exponent.
  template <class Scaled>
  static slow_lane rounded(T result, const Scaled& scaled) {
    if (std::abs(result) > limits::min() || !std::isfinite(result)) return result;
    if (result == T(0)) return result;
    return std::abs(scaled()) < limits::min() * scale ? std::copysign(T(0), result) : result;
  }
  template <class F>
  static slow_lane operation(slow_lane a, slow_lane b, const F& f) {
    return flushed(f(flushed(a.value_), flushed(b.value_)));  // subnormal sums are exact
  }

  T value_ = 0;
};

/// A double rounded to float32, flushed on the way in and out.
[[gnu::noinline]] inline double through_float(double x) {
  if (std::abs(x) < std::numeric_limits<double>::min()) return std::copysign(0.0, x);
  const float narrow = static_cast<float>(x);
  constexpr float least = std::numeric_limits<float>::min();
  if (!(std::abs(narrow) <= least)) return static_cast<double>(narrow);
  const bool tiny = std::abs(static_cast<float>(x * 0x1p64)) < least * 0x1p64F;
  return tiny ? std::copysign(0.0, x) : static_cast<double>(narrow);
}

}  // namespace support
