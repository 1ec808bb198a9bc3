#pragma once

#include "optaxx/core/array.hpp"
#include "optaxx/core/number.hpp"

namespace optaxx {

/// grad where g_norm < max_norm, otherwise grad * (max_norm / max(g_norm, div_eps)), element by
/// element. Mirrors optax.transforms.unitwise_clip. Throws std::invalid_argument unless all three
/// have the same shape and dtype, float32 or float64.
array unitwise_clip(const array& g_norm, const array& max_norm, const array& grad,
                    const number& div_eps = 1e-6);

}  // namespace optaxx
