#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "isa/narrow.hpp"

// How the elements of a leaf, and of its slots, lie in memory, and what an update is rounded to
// behind each kernel.
namespace optaxx::isa {

template <class V>
struct plain_memory {
  using element = typename V::batch::value_type;
  static constexpr bool is_plain = true;

  static OPTAXX_INLINE V load(const element* p) { return V::load(p); }
  static OPTAXX_INLINE V load(const element* p, std::size_t n) { return V::load(p, n); }
  static OPTAXX_INLINE void store(element* p, V v) { v.store(p); }
  static OPTAXX_INLINE void store(element* p, V v, std::size_t n) { v.store(p, n); }
  static OPTAXX_INLINE V rounded(V v) { return v; }
};

// All of it as bfloat16. A NaN that comes from such numbers has zeros where the rounding adds, so
// that it stays a NaN without being asked for.
template <class V>
struct bf16_memory {
  using element = std::uint16_t;
  using word = decltype(as_words(std::declval<V>().v));
  static constexpr bool is_plain = false;

  static OPTAXX_INLINE V load(const element* p) {
    return bf16_bits::widen(V::native::load_halves(p));
  }
  static OPTAXX_INLINE V load(const element* p, std::size_t n) {
    element bits[V::size] = {};
    for (std::size_t k = 0; k < n; ++k) bits[k] = p[k];
    return load(bits);
  }
  static OPTAXX_INLINE void store(element* p, V v) {
    V::native::store_halves(p, rounded_words(v) >> 16);
  }
  static OPTAXX_INLINE void store(element* p, V v, std::size_t n) {
    element bits[V::size];
    store(bits, v);
    for (std::size_t k = 0; k < n; ++k) p[k] = bits[k];
  }
  static OPTAXX_INLINE V rounded(V v) {
    return as_float(word(rounded_words(v) & word(0xffff0000U)));
  }

 private:
  // To nearest even, in the upper half.
  static OPTAXX_INLINE word rounded_words(V v) {
    const word bits = as_words(v.v);
    return bits + (word(0x7fffU) + (bits >> 16 & word(1U)));
  }
};

}  // namespace optaxx::isa
