#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// A step of a path, from a container to a child: Optax's NamedTupleKey, DictKey or SequenceKey.
struct tree_key {
  node_kind container;     ///< What it leads out of: named_struct, dict, list, ...
  std::string tuple_name;  ///< Of a named struct: "ScaleByAdamState".
  key name;                ///< "count"; in a list or tuple the position.
};

/// Where a node is, seen from the root.
struct tree_path {
  std::string text;  ///< "0/count".
  std::vector<tree_key> keys;
};

/// Whether a node of the right name is meant. The first says where it is, the second what it is:
///
///     [](const tree_path& path, const const_tree_ref&) {
///       return path.keys.back().tuple_name == "ScaleByAdamState";
///     }
using tree_filtering = std::function<bool(const tree_path& path, const const_tree_ref& value)>;

/// The one node of that name: a field of a named struct, a key of a dict, or the name of a struct's
/// type. So `tree_get(state, "count")`, whatever the chain looks like. Of several the one that
/// `filtering` says yes to. Mirrors optax.tree.get, but throws std::out_of_range also if there is
/// none, where Optax gives None; if there are several, it names them all.
const_tree_ref tree_get(const tree& t, std::string_view name, const tree_filtering& filtering = {});
tree_ref tree_get(tree& t, std::string_view name, const tree_filtering& filtering = {});
/// A copy: the tree itself goes.
tree tree_get(tree&& t, std::string_view name, const tree_filtering& filtering = {});

struct tree_get_options {
  /// What there is instead if there is no such node. Optax's `default`, which is a word of C++.
  std::optional<tree> default_ = {};
  tree_filtering filtering = {};
};

/// A copy of the node of that name, or of the default: `{.default_ = array(0.1F)}`, or as in Optax
/// `{.default_ = none}`. Throws as tree_get does.
tree tree_get(const tree& t, std::string_view name, const tree_get_options& options);

/// All nodes of that name, with their key paths, in Optax's order: those inside of another follow
/// those that are not. Mirrors optax.tree.get_all_with_path.
std::vector<std::pair<std::string, const_tree_ref>> tree_get_all_with_path(
    const tree& t, std::string_view name, const tree_filtering& filtering = {});
std::vector<std::pair<std::string, const_tree_ref>> tree_get_all_with_path(
    const tree&& t, std::string_view name, const tree_filtering& filtering = {}) = delete;

/// Replaces the values of every node of that name, or of those that `filtering` says yes to; what
/// is inside of a replaced node is replaced with it. Mirrors optax.tree.set, in place. Throws
/// std::out_of_range if there is none, tree_mismatch if the value has another structure, shape or
/// dtype; a number takes the dtype of what it replaces. A value that is memory of the tree counts
/// as it was before.
void tree_set(tree& t, std::string_view name, const tree& value);
void tree_set(tree& t, std::string_view name, double value);
void tree_set(tree& t, const tree_filtering& filtering, std::string_view name, const tree& value);
void tree_set(tree& t, const tree_filtering& filtering, std::string_view name, double value);

namespace tree_utils {
using optaxx::tree_get;
using optaxx::tree_get_all_with_path;
using optaxx::tree_set;
}  // namespace tree_utils

}  // namespace optaxx
