#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recipe/value.hpp"

namespace optaxx::recipes {

/// A method of a string, dict, list, 0-d array or compiled pattern, bound to it: `name.split`.
std::optional<value> find_method(const value& object, std::string_view name);

/// The methods of such a value, for suggestions.
std::vector<std::string> method_names(const value& object);

}  // namespace optaxx::recipes
