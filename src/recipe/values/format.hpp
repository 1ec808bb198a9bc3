#pragma once

#include <string>
#include <string_view>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// Python's format(v, specification): "{:>8.3f}". Throws std::invalid_argument for what is not a
/// specification of such a value, and for what is not supported: 'n', 'c', 'z', and '#' of a float
/// without a type.
std::string formatted(const value& v, std::string_view specification);

/// Python's ascii: its repr, where other letters than those of ASCII are escaped.
std::string ascii(const value& v);

}  // namespace optaxx::recipes
