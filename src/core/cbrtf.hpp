#pragma once

#include <cstdint>

#include "core/inline.hpp"

// The cube root of a positive normal float, in three parts because some of its operations are of
// floats: glibc's cbrtf, operation by operation. V is of double and has the operations of
// isa::lane.
namespace optaxx::detail {

/// x = mantissa 2^exponent, with a mantissa between 0.5 and 1.
template <class V>
struct parts_of {
  V mantissa;
  V exponent;
};
template <class V>
OPTAXX_INLINE parts_of<V> parts(V x) {
  using word = typename V::word;
  const word bits = as_word(x);
  constexpr std::uint64_t half = 0x3fe0000000000000U;
  return {V::of_word((bits & word(0x000fffffffffffffU)) | word(half)),
          V::of_word((bits >> 52) | word(0x4330000000000000U)) - V(0x1p52 + 1022)};
}

/// A first guess of the root of a mantissa, which is rounded to a float.
template <class V>
OPTAXX_INLINE V cbrt_guess(V mantissa) {
  return V(0.492659620528969547) +
         (V(0.697570460207922770) - V(0.191502161678719066) * mantissa) * mantissa;
}

/// The root, to be rounded to a float: one step of Halley's from a guess, whose cube was formed in
/// floats.
template <class V>
OPTAXX_INLINE V cbrt_of(const parts_of<V>& x, V guess, V cube) {
  using word = typename V::word;
  // 2^(i/3) for i = -2, ..., 2.
  static constexpr double power[] = {1.0 / 1.5874010519681994748, 1.0 / 1.2599210498948731648, 1.0,
                                     1.2599210498948731648, 1.5874010519681994748};
  constexpr double shift = 0x1.8p+52;  // rounds to integers
  const V size = abs(x.exponent);
  const V third = ((size - V(1.0)) * V(1.0 / 3.0) + V(shift)) - V(shift);
  const V rest = size - V(3.0) * third;
  const auto is_negative = x.exponent < V(0.0);
  const V i = select(is_negative, V(2.0) - rest, V(2.0) + rest) + V(shift);
  const V whole = select(is_negative, V(0.0) - third, third) + V(shift);
  const V root = guess * (cube + V(2.0) * x.mantissa) / (V(2.0) * cube + x.mantissa) *
                 V::look_up(power, as_word(i) & word(7U));
  return V::of_word(as_word(root) + (as_word(whole) << 52));
}

}  // namespace optaxx::detail
