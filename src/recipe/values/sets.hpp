// Sets: their items stand in the order in which they came.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// Throws std::invalid_argument for what is not hashable, as Python does for lists and dicts.
value make_set(const std::vector<value>& items);

/// `| & - ^`, `== !=` and `< <= > >=` of two sets; nothing for all else.
std::optional<value> set_operation(std::string_view op, const value_set& a, const value_set& b);

}  // namespace optaxx::recipes
