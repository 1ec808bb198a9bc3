#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "optaxx/core/array.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

/// A key of JAX's threefry generator. The same key gives the same numbers, here and in JAX.
class prng_key {
 public:
  /// jax.random.key(seed). Throws std::invalid_argument for a negative seed.
  template <std::integral Int>
  requires(!std::same_as<Int, bool>) prng_key(Int seed) : prng_key(of_seed(seed)) {}
  constexpr explicit prng_key(std::array<std::uint32_t, 2> words) : words_(words) {}
  /// From an array of the two words, as a state holds it. Throws std::invalid_argument if it is
  /// another one.
  explicit prng_key(const array& data);

  const std::array<std::uint32_t, 2>& words() const { return words_; }
  /// A leaf of a state: uint32, shape (2,).
  tree leaf() const;
  /// Python's spelling: the seed, if it fits 32 bits.
  std::string text() const;

  friend bool operator==(const prng_key&, const prng_key&) = default;

 private:
  template <std::integral Int>
  static prng_key of_seed(Int seed) {
    if constexpr (std::signed_integral<Int>) {
      if (seed < 0) throw_negative(seed);
    }
    const auto wide = static_cast<std::uint64_t>(seed);
    return prng_key(
        std::array{static_cast<std::uint32_t>(wide >> 32), static_cast<std::uint32_t>(wide)});
  }
  [[noreturn]] static void throw_negative(std::int64_t seed);

  std::array<std::uint32_t, 2> words_;
};

std::string option_text(const prng_key& value);

/// jax.random, in its default mode (jax_threefry_partitionable).
namespace random {

/// jax.random.key.
inline prng_key key(std::uint64_t seed) { return prng_key(seed); }
/// n new keys. The old one should not be used again.
std::vector<prng_key> split(const prng_key& k, std::size_t n = 2);
/// A new key from a number.
prng_key fold_in(const prng_key& k, std::uint32_t data);

}  // namespace random
}  // namespace optaxx
