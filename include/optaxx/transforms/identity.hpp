#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Hands the updates on as they are. Mirrors optax.identity.
transformation identity();

}  // namespace optaxx
