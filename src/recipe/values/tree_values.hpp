#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// The parameters as functions of masks and labels see them.
value tree_value(const tree& params);

/// The items of a dict, also of one within the parameters; nothing for all else.
std::optional<std::vector<std::pair<value, value>>> dict_entries(const value& v);

/// What is in a dict, list, tuple or struct, with the part of the key path; nothing for a leaf and
/// None.
struct tree_child {
  path_key key;
  value child;
};
std::optional<std::vector<tree_child>> children_of(const value& v);

/// The child that this part of a key path leads to.
std::optional<value> child_of(const value& v, const path_key& key);

/// A dict's key as a value, and back.
value value_of(const key& k);
key key_of(const value& v);

}  // namespace optaxx::recipes
