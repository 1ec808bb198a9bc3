#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = -p where p + u < 0, so that no parameter becomes negative. It is to be the last link.
/// Mirrors optax.keep_params_nonnegative. Needs params.
transformation keep_params_nonnegative();

}  // namespace optaxx
