#pragma once

#include "optaxx/core/number.hpp"

namespace optaxx {

/// 1 - decay^t as optax.tree.bias_correction computes it: in float32 with the C library's powf; in
/// x64 mode in double, unless the decay itself is stored as a float32.
double bias_correction(const number& decay, double t, bool x64);

/// What Adam and its kin need of their decays at a step.
struct moment_numbers {
  double one_minus_b1;
  double one_minus_b2;
  double c1;  // bias corrections
  double c2;
};
moment_numbers moment_numbers_at(const number& b1, const number& b2, double t, bool x64);

}  // namespace optaxx
