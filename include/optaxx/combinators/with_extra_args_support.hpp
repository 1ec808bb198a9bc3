#pragma once

#include <utility>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The transformation itself: every transformation takes extra arguments, and those that it does
/// not know are of no effect. Mirrors optax.with_extra_args_support.
inline transformation with_extra_args_support(transformation tx) { return tx; }

}  // namespace optaxx
