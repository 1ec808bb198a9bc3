#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = sign(u), element by element; zeros and NaN stay. Bernstein et al. 2018 (arXiv:1802.04434).
/// Mirrors optax.scale_by_sign.
transformation scale_by_sign();

}  // namespace optaxx
