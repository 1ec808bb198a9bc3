#pragma once

#include "optaxx/core/number.hpp"

namespace optaxx {

/// 1 - decay^t as optax.tree.bias_correction computes it: in float32 with the C library's powf; in
/// x64 mode in double, unless the decay itself is stored as a float32.
double bias_correction(const number& decay, double t, bool x64);

}  // namespace optaxx
