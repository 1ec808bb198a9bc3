#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace support {

/// Numbers that do not depend on a library or on compiler flags: splitmix64.
class bit_source {
 public:
  explicit bit_source(std::uint64_t seed) : state_(seed) {}
  std::uint64_t operator()() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

/// What a test array holds.
enum class contents {
  plain,      ///< Between 1/64 and 4 in absolute value.
  small,      ///< Plain, tiny and subnormal numbers, zeros of both signs.
  huge,       ///< Plain, and some whose square overflows.
  nonfinite,  ///< Plain, and some NaN and infinities.
};

void fill(optaxx::array& a, contents what, std::uint64_t seed);

/// {"even0": {"b", "w"}, "odd1": {"b", "w"}, ...}: arrays of these lengths, of these dtypes in
/// turn; a length of -1 is a scalar. Each array has memory of its own.
optaxx::tree tree_of(std::span<const std::int64_t> lengths, std::vector<optaxx::dtype> types,
                     contents what, std::uint64_t seed);

/// Another of the same structure.
optaxx::tree tree_like(const optaxx::tree& t, contents what, std::uint64_t seed);

}  // namespace support
