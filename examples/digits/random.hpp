#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

// The standard fixes the numbers of std::mt19937_64, but not those of std::shuffle and of the
// distributions. These do the same on every platform.
namespace digits {

/// What a seed is used for: each purpose has a generator of its own.
enum class purpose : std::uint64_t { split, weights, batches };

inline std::mt19937_64 generator(std::uint64_t seed, purpose p) {
  return std::mt19937_64(seed + 0x9E3779B97F4A7C15U * static_cast<std::uint64_t>(p));
}

/// A whole number in [0, n), all equally likely. n must not be 0.
inline std::uint64_t below(std::uint64_t n, std::mt19937_64& rng) {
  const std::uint64_t multiple_of_n = rng.max() - rng.max() % n;
  std::uint64_t x = rng();
  while (x >= multiple_of_n) x = rng();
  return x % n;
}

/// A number in [-limit, limit).
inline double symmetric_uniform(double limit, std::mt19937_64& rng) {
  const double unit = static_cast<double>(rng() >> 11) * 0x1p-53;  // 53 bits: [0, 1)
  return limit * (2.0 * unit - 1.0);
}

/// Fisher and Yates, from the back.
inline void shuffle(std::vector<std::size_t>& items, std::mt19937_64& rng) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[static_cast<std::size_t>(below(i, rng))]);
  }
}

/// 0, 1, ... n-1 in random order.
inline std::vector<std::size_t> shuffled(std::size_t n, std::mt19937_64& rng) {
  std::vector<std::size_t> items(n);
  std::iota(items.begin(), items.end(), std::size_t{0});
  shuffle(items, rng);
  return items;
}

}  // namespace digits
