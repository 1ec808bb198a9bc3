#pragma once

#include "optaxx/core/sweep.hpp"

namespace optaxx {

/// How a norm of all updates meets each of them: of arrays of one dtype it has that dtype, of
/// others the widest, which is float32 at least.
inline numbers norm_numbers(const sweep& s) {
  for (std::size_t i = 1; i < s.leaves(); ++i) {
    if (s.leaf_dtype(i) != s.leaf_dtype(0)) return numbers::f32;
  }
  return numbers::weak;
}

}  // namespace optaxx
