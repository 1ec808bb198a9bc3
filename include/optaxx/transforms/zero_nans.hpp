#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// 0 in the place of every NaN; infinities pass. Mirrors optax.zero_nans. State: ZeroNansState(
/// found_nan), a bool for each leaf: whether the last update had a NaN there.
transformation zero_nans();

}  // namespace optaxx
