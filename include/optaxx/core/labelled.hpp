#pragma once

#include <string>
#include <utility>
#include <vector>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Transformations by label, in the order given.
using labelled_transformations = std::vector<std::pair<std::string, transformation>>;

}  // namespace optaxx
