#pragma once

#include <cstddef>
#include <cstdint>

#include "isa/bf16_words.hpp"
#include "isa/f16_vectors.hpp"

// How the elements of a leaf, and of its slots, lie in memory, and what an update is rounded to
// behind each kernel.
namespace optaxx::isa {

template <class V>
struct plain_memory {
  using element = typename V::batch::value_type;
  static constexpr bool is_plain = true;
  static constexpr bool in_twos = false;

  static OPTAXX_INLINE V load(const element* p) { return V::load(p); }
  static OPTAXX_INLINE V load(const element* p, std::size_t n) { return V::load(p, n); }
  static OPTAXX_INLINE void store(element* p, V v) { v.store(p); }
  static OPTAXX_INLINE void store(element* p, V v, std::size_t n) { v.store(p, n); }
  static OPTAXX_INLINE V rounded(V v) { return v; }
};

// All of it in a format of 16 bits. What is stored comes from arithmetic, or was so stored.
template <class V, class Halves>
struct halves_memory {
  using element = std::uint16_t;
  static constexpr bool is_plain = false;
  static constexpr bool in_twos = false;

  static OPTAXX_INLINE V load(const element* p) { return Halves::load(p); }
  static OPTAXX_INLINE V load(const element* p, std::size_t n) {
    element bits[V::size] = {};
    for (std::size_t k = 0; k < n; ++k) bits[k] = p[k];
    return load(bits);
  }
  static OPTAXX_INLINE void store(element* p, V v) { Halves::store(p, v.v); }
  static OPTAXX_INLINE void store(element* p, V v, std::size_t n) {
    element bits[V::size];
    store(bits, v);
    for (std::size_t k = 0; k < n; ++k) p[k] = bits[k];
  }
  static OPTAXX_INLINE V rounded(V v) { return Halves::rounded(v.v); }
};

template <class V>
struct bf16_memory : halves_memory<V, bf16_words<typename V::batch::arch_type>> {
  using halves = bf16_words<typename V::batch::arch_type>;
  using element = std::uint16_t;
  static constexpr bool in_twos = true;  // a group of two vectors is read and written as one

  static OPTAXX_INLINE void load_two(const element* p, V& even, V& odd) {
    const auto two = halves::load_two(p);
    even = as_float(two.even);
    odd = as_float(two.odd);
  }
  static OPTAXX_INLINE void store_two(element* p, V even, V odd) {
    halves::store_two(p, {halves::round(as_words(even.v)), halves::round(as_words(odd.v))});
  }
};

template <class V>
struct f16_memory : halves_memory<V, f16_vectors<typename V::batch::arch_type>> {};

}  // namespace optaxx::isa
