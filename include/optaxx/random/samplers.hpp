#pragma once

#include "optaxx/core/array.hpp"
#include "optaxx/random/prng_key.hpp"

namespace optaxx::random {

/// Random uint32: jax.random.bits, the same bits.
array bits(const prng_key& k, const shape& s);
/// Uniform numbers in [minval, maxval), float32 or float64: jax.random.uniform, the same bits.
/// Throws std::invalid_argument for another dtype.
array uniform(const prng_key& k, const shape& s, dtype type = dtype::f32, double minval = 0.0,
              double maxval = 1.0);
/// Standard normal numbers, float32 or float64: jax.random.normal, up to 4 ULP in float32 and 30 in
/// float64, by which XLA's are off. Throws std::invalid_argument for another dtype.
array normal(const prng_key& k, const shape& s, dtype type = dtype::f32);
/// -1 or 1, each as often, of any float dtype: jax.random.rademacher, the same numbers. In x64 mode
/// JAX draws others.
array rademacher(const prng_key& k, const shape& s, dtype type = dtype::f32, bool x64 = false);

}  // namespace optaxx::random
