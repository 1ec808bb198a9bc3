#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// The parameters as functions of masks and labels see them.
value tree_value(const tree& params);

/// Those of a node, and below it, as dicts, lists, tuples and NamedTuples; `keep`, if given, says
/// of which nodes the tree stays one.
value nested(const value_tree& t,
             const std::function<bool(const tree_structure&, std::uint32_t)>& keep = nullptr);

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

/// How the children of such a node are named in key paths.
path_key::part part_of(node_kind kind);

/// A dict's key as a value, and back.
value value_of(const key& k);
key key_of(const value& v);

}  // namespace optaxx::recipes
