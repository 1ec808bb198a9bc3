#pragma once

#include <optional>
#include <vector>

#include "optaxx/core/axes.hpp"

namespace optaxx {

/// Which axes of an array lie within its units: those that are given, or of a matrix its first one,
/// of a kernel of a convolution all but the last, of what has one axis all. Throws
/// std::invalid_argument for more than five axes.
std::vector<bool> axes_of_units(const shape& s, const std::optional<axes>& axis);

}  // namespace optaxx
