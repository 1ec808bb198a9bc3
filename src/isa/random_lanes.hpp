#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include "core/normal.hpp"
#include "core/threefry.hpp"
#include "isa/lane.hpp"
#include "isa/narrow.hpp"
#include "isa/program.hpp"

// Random numbers in vectors, each of the index of its element.
namespace optaxx::isa {

template <class Arch>
struct rotation {
  template <int R>
  static OPTAXX_INLINE words<Arch> by(words<Arch> x) {
#ifdef __AVX512F__
    return _mm512_rol_epi32(x, R);
#else
    return (x << R) | (x >> (32 - R));
#endif
  }
};

template <class T, class Arch>
struct random_lanes {
  using V = lane<T, Arch>;
  using word = typename V::word;
  using counter = words<Arch>;  // an element of 64 bits has two, which are the same
  static constexpr std::size_t copies = sizeof(T) / sizeof(std::uint32_t);
  static constexpr std::size_t most = 16;  // vectors at once

  template <threefry::numbers What>
  using number = std::conditional_t<What == threefry::numbers::bits, word, V>;

  static OPTAXX_INLINE threefry::words<counter> counters(std::size_t first) {
    alignas(64) static constexpr std::uint32_t steps[] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                          8, 9, 10, 11, 12, 13, 14, 15};
    alignas(64) static constexpr std::uint32_t pairs[] = {0, 0, 1, 1, 2, 2, 3, 3,
                                                          4, 4, 5, 5, 6, 6, 7, 7};
    const counter behind = counter::load_aligned(copies == 1 ? steps : pairs);
    const auto low = static_cast<std::uint32_t>(first);
    counter upper(static_cast<std::uint32_t>(first >> 32));
    if (low > UINT32_MAX - counter::size) [[unlikely]] {
      std::uint32_t words[counter::size];
      for (std::size_t k = 0; k < counter::size; ++k)
        words[k] = static_cast<std::uint32_t>((first + k / copies) >> 32);
      upper = counter::load_unaligned(words);
    }
    return {upper, counter(low) + behind};
  }

  static OPTAXX_INLINE word bits(const threefry::key_words& key, std::size_t first) {
    const auto x = threefry::scrambled<rotation<Arch>>(key, counters(first));
    if constexpr (copies == 1) {
      return x.first ^ x.second;
    } else {
      const word upper(0xffffffff00000000U);
      return (__builtin_bit_cast(word, x.first) & upper) |
             (__builtin_bit_cast(word, x.second) & ~upper);
    }
  }

  // The numbers of n vectors, at most `most`, from an index on. Not inlined: it is long, and
  // kernels have many loops. All bits first: with the key in registers that takes a quarter less
  // time.
  template <threefry::numbers What>
  [[gnu::noinline]] static void draw(threefry::key_words key, std::size_t first, std::size_t n,
                                     number<What>* out) {
    word drawn[most];
    for (std::size_t j = 0; j < n; ++j) drawn[j] = bits(key, first + j * V::size);
    for (std::size_t j = 0; j < n; ++j) {
      if constexpr (What == threefry::numbers::bits) {
        out[j] = drawn[j];
      } else if constexpr (What == threefry::numbers::uniform) {
        out[j] = threefry::unit<V>(drawn[j]);
      } else {
        out[j] = threefry::normal<V>(drawn[j]);
      }
    }
  }

  template <threefry::numbers What>
  static void fill_with(const random_run& r) {
    const V low(static_cast<T>(r.low));
    const V range(static_cast<T>(r.high) - static_cast<T>(r.low));
    auto* to = static_cast<std::byte*>(r.out);
    for (std::size_t i = 0; i < r.elements; i += most * V::size) {
      number<What> some[most];
      const std::size_t left = r.elements - i;
      const std::size_t n = left < most * V::size ? left : most * V::size;
      draw<What>(r.key, r.begin + i, (n + V::size - 1) / V::size, some);
      if constexpr (What == threefry::numbers::uniform) {
        for (V& v : some) v = threefry::scaled(v, low, range);
      }
      std::memcpy(to + i * sizeof(T), some, n * sizeof(T));
    }
  }

  static void fill(threefry::numbers what, const random_run& r) noexcept {
    switch (what) {
      case threefry::numbers::bits:
        return fill_with<threefry::numbers::bits>(r);
      case threefry::numbers::uniform:
        return fill_with<threefry::numbers::uniform>(r);
      case threefry::numbers::normal:
        return fill_with<threefry::numbers::normal>(r);
    }
  }
};

// Whether a kernel's first argument is a random number: its `draws` says which, and its
// `random_key()` of what key.
template <class K>
inline constexpr bool draws_numbers = requires {
  K::draws;
};

// What a kernel draws for N vectors.
template <class K, class V, std::size_t N>
struct drawn {
  OPTAXX_INLINE void draw(const K&, std::size_t, std::size_t) {}
  template <class... Vs>
  OPTAXX_INLINE void call(const K& kernel, std::size_t, V& u, Vs&&... vs) const {
    kernel(u, std::forward<Vs>(vs)...);
  }
};
template <class K, class T, class Arch, std::size_t N>
requires(draws_numbers<K>) struct drawn<K, lane<T, Arch>, N> {
  using V = lane<T, Arch>;
  using source = random_lanes<T, Arch>;
  static_assert(N <= source::most);
  typename source::template number<K::draws> numbers[N];

  OPTAXX_INLINE drawn() {}
  // The first n of them, from an index on.
  OPTAXX_INLINE void draw(const K& kernel, std::size_t first, std::size_t n) {
    source::template draw<K::draws>(kernel.random_key(), first, n, numbers);
  }
  template <class... Vs>
  OPTAXX_INLINE void call(const K& kernel, std::size_t j, V& u, Vs&&... vs) const {
    kernel(numbers[j], u, std::forward<Vs>(vs)...);
  }
};

}  // namespace optaxx::isa
