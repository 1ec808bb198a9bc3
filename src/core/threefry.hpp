#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/inline.hpp"

// JAX's random bits: Threefry-2x32 of 20 rounds (Salmon et al. 2011) at a counter, which is the
// index of the element that takes them.
namespace optaxx::threefry {

/// What is made of the bits: numbers in [0, 1), or standard normal ones.
enum class numbers : std::uint8_t { bits, uniform, normal };

using key_words = std::array<std::uint32_t, 2>;

/// Words of 32 bits that are rotated: one, or a vector of them.
template <class Word>
struct words {
  Word first;
  Word second;
};

/// `Rotation::by<R>(x)` rotates x to the left.
template <class Rotation, class Word>
OPTAXX_INLINE words<Word> scrambled(const key_words& key, words<Word> x) {
  const std::uint32_t k[] = {key[0], key[1], 0x1bd11bdaU ^ key[0] ^ key[1]};
  const auto rounds = [&]<int... R>(std::uint32_t first, std::uint32_t second)
      OPTAXX_INLINE_LAMBDA {
    ((x.first = x.first + x.second, x.second = Rotation::template by<R>(x.second) ^ x.first), ...);
    x.first = x.first + Word(first);
    x.second = x.second + Word(second);
  };
  x.first = x.first + Word(k[0]);
  x.second = x.second + Word(k[1]);
  rounds.template operator()<13, 15, 26, 6>(k[1], k[2] + 1);
  rounds.template operator()<17, 29, 16, 24>(k[2], k[0] + 2);
  rounds.template operator()<13, 15, 26, 6>(k[0], k[1] + 3);
  rounds.template operator()<17, 29, 16, 24>(k[1], k[2] + 4);
  rounds.template operator()<13, 15, 26, 6>(k[2], k[0] + 5);
  return x;
}

struct one_word {
  template <int R>
  static OPTAXX_INLINE std::uint32_t by(std::uint32_t x) {
    return x << R | x >> (32 - R);
  }
};

/// The two words at counter i.
inline key_words block(const key_words& key, std::uint64_t i) noexcept {
  const words<std::uint32_t> counter{static_cast<std::uint32_t>(i >> 32),
                                     static_cast<std::uint32_t>(i)};
  const words<std::uint32_t> x = scrambled<one_word>(key, counter);
  return {x.first, x.second};
}

inline std::uint32_t bits32(const key_words& key, std::uint64_t i) noexcept {
  const key_words x = block(key, i);
  return x[0] ^ x[1];
}
inline std::uint64_t bits64(const key_words& key, std::uint64_t i) noexcept {
  const key_words x = block(key, i);
  return static_cast<std::uint64_t>(x[0]) << 32 | x[1];
}

}  // namespace optaxx::threefry
