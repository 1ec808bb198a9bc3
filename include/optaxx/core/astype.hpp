#pragma once

#include "optaxx/core/array.hpp"

namespace optaxx {

/// A copy with another element type, each element rounded once and flushed where XLA does. Mirrors
/// jax.Array.astype.
array astype(const array& a, dtype type);

}  // namespace optaxx
