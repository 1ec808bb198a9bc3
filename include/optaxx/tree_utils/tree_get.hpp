#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// The one node of that name: a field of a named struct, a key of a dict, or the name of a struct's
/// type. So `tree_get(state, "count")`, whatever the chain looks like. Mirrors optax.tree_get:
/// throws std::out_of_range if there is none, and names them all if there are several.
const_tree_ref tree_get(const tree& t, std::string_view name);
tree_ref tree_get(tree& t, std::string_view name);
tree tree_get(tree&& t, std::string_view name);  ///< A copy: the tree itself goes.

/// All nodes of that name, with their key paths. Mirrors optax.tree_get_all_with_path.
std::vector<std::pair<std::string, const_tree_ref>> tree_get_all_with_path(const tree& t,
                                                                           std::string_view name);
std::vector<std::pair<std::string, const_tree_ref>> tree_get_all_with_path(
    const tree&& t, std::string_view name) = delete;

/// Replaces the values of every node of that name. Mirrors optax.tree_set, in place. Throws
/// std::out_of_range if there is none, tree_mismatch if the value has another structure, shape or
/// dtype; a number takes the dtype of what it replaces.
void tree_set(tree& t, std::string_view name, const tree& value);
void tree_set(tree& t, std::string_view name, double value);

namespace tree_utils {
using optaxx::tree_get;
using optaxx::tree_get_all_with_path;
using optaxx::tree_set;
}  // namespace tree_utils

}  // namespace optaxx
