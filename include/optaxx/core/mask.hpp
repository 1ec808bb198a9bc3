#pragma once

#include <concepts>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "optaxx/core/refused.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

/// Leaves whose key path matches any of the patterns.
struct path_set {
  std::vector<path_glob> globs;
};

/// A mask or set of leaves by key path: `paths("**/w", "head/**")`.
template <std::convertible_to<std::string>... Patterns>
path_set paths(Patterns&&... patterns) {
  return {{path_glob(std::string(std::forward<Patterns>(patterns)))...}};
}

template <class Function>
concept mask_function = std::is_invocable_r_v<mask_tree, const Function&, const tree&>;
template <class Function>
concept label_function = std::is_invocable_r_v<label_tree, const Function&, const tree&>;

/// Which leaves a transformation works on: a tree of booleans (or a prefix of one), as in
/// `.mask = {{"w", true}, {"b", false}}`; path patterns; or a callable from the parameters to such
/// a tree. Empty: all.
class leaf_mask {
 public:
  leaf_mask() = default;
  leaf_mask(mask_tree mask) : mask_(std::move(mask)) {}
  leaf_mask(std::initializer_list<mask_tree::entry> mask) : mask_(mask_tree(mask)) {}
  leaf_mask(path_set patterns) : mask_(std::move(patterns)) {}
  template <std::same_as<bool> Bool>
  leaf_mask(Bool all) : mask_(mask_tree(all)) {}
  template <mask_function Function>
  leaf_mask(Function f) : mask_(function(std::move(f))) {}
  OPTAXX_REFUSED("a mask is wanted here; patterns over paths are written paths(\"**/w\")",
                 std::convertible_to<std::string_view> Text, leaf_mask(const Text&));
  OPTAXX_REFUSED("a tree of booleans is wanted here, as in mask_tree{{\"w\", true}}",
                 std::same_as<tree> Tree, leaf_mask(const Tree&));

  bool empty() const { return std::holds_alternative<std::monostate>(mask_); }
  /// A callable or path patterns.
  bool is_function() const { return !empty() && !std::holds_alternative<mask_tree>(mask_); }
  /// The booleans for these parameters; possibly a prefix of their tree.
  mask_tree of(const tree& params) const;
  std::string text() const;

 private:
  using function = std::function<mask_tree(const tree&)>;

  std::variant<std::monostate, mask_tree, path_set, function> mask_;
};

/// The label of each leaf: a tree of strings (or a prefix of one), (pattern, label) pairs of which
/// the first match counts, or a callable from the parameters to such a tree.
class leaf_labels {
 public:
  leaf_labels(label_tree labels) : labels_(std::move(labels)) {}
  leaf_labels(std::initializer_list<label_tree::entry> labels) : labels_(label_tree(labels)) {}
  leaf_labels(std::vector<std::pair<path_glob, std::string>> rules) : labels_(std::move(rules)) {}
  template <label_function Function>
  leaf_labels(Function f) : labels_(function(std::move(f))) {}

  /// The labels for these parameters; possibly a prefix of their tree. Throws tree_mismatch if no
  /// pattern matches a leaf.
  label_tree of(const tree& params) const;
  std::string text() const;

 private:
  using function = std::function<label_tree(const tree&)>;

  std::variant<label_tree, std::vector<std::pair<path_glob, std::string>>, function> labels_;
};

/// Labels by key path, the first match counts:
/// `path_labels({{"**/bias", "no_decay"}, {"**", "decay"}})`.
leaf_labels path_labels(const std::vector<std::pair<std::string, std::string>>& rules);

}  // namespace optaxx
