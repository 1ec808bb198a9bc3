#pragma once

#include <optional>

#include "optaxx/core/array.hpp"
#include "optaxx/core/axes.hpp"

namespace optaxx {

/// The L2 norm of each unit, in every element of the unit: an array of x's shape. A unit is a slice
/// along `axis`; without one, by the shape:
///
/// - at most one axis longer than 1: the whole array;
/// - rank 2 and 3: along axis 0, of a dense layer;
/// - rank 4 and 5: along all but the last, of a convolution.
///
/// Mirrors optax.transforms.unitwise_norm. Throws std::invalid_argument for another rank without an
/// axis, and for a dtype that is neither float32 nor float64.
array unitwise_norm(const array& x, const std::optional<axes>& axis = std::nullopt);

}  // namespace optaxx
