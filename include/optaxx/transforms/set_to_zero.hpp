#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Updates of zero, also where they were NaN: behind `masked` or in a `partition` it freezes
/// leaves. Mirrors optax.set_to_zero.
transformation set_to_zero();

}  // namespace optaxx
