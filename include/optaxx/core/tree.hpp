#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/array.hpp"
#include "optaxx/core/tree_structure.hpp"

namespace optaxx {

/// Spells Python's None in a literal.
struct none_t {};
inline constexpr none_t none{};

template <class T>
class basic_tree;
template <class T, bool Const>
class basic_tree_ref;

template <class T>
inline constexpr bool is_tree_like = false;
template <class T>
inline constexpr bool is_tree_like<basic_tree<T>> = true;
template <class T, bool Const>
inline constexpr bool is_tree_like<basic_tree_ref<T, Const>> = true;

/// What a leaf is made from. A mask takes bool and nothing that converts to it: "w" and 1 do.
template <class Leaf, class T>
concept leaf_of =
    !is_tree_like<std::remove_cvref_t<Leaf>> && !std::same_as<std::remove_cvref_t<Leaf>, none_t> &&
    (std::same_as<T, bool> ? std::same_as<std::remove_cvref_t<Leaf>, bool>
                           : std::convertible_to<Leaf, T>);

/// A node of a tree and all below it, seen in place: `params["dense"]["w"]`. Valid as long as the
/// tree is neither destroyed nor given another structure.
template <class T, bool Const>
class basic_tree_ref {
 public:
  using storage = std::conditional_t<std::same_as<T, bool>, unsigned char, T>;
  using element = std::conditional_t<Const, const storage, storage>;
  using leaf_reference =
      std::conditional_t<std::same_as<T, bool>, bool, std::conditional_t<Const, const T&, T&>>;

  basic_tree_ref(std::shared_ptr<const tree_structure> structure, std::uint32_t node,
                 element* leaves)
      : structure_(std::move(structure)), node_(node), leaves_(leaves) {}
  basic_tree_ref(const basic_tree_ref&) = default;
  operator basic_tree_ref<T, true>() const requires(!Const) { return {structure_, node_, leaves_}; }

  node_kind kind() const { return (*structure_)[node_].kind; }
  /// A leaf's value. Throws tree_mismatch, with the path, if the node is no leaf.
  leaf_reference leaf() const;
  operator leaf_reference() const { return leaf(); }
  /// Replaces a leaf's value.
  const basic_tree_ref& operator=(T value) const requires(!Const);
  /// Replaces it by another leaf's, `a["w"] = b["w"]`; the reference stays where it is.
  const basic_tree_ref& operator=(const basic_tree_ref& other) const requires(!Const);

  /// The child of that key: of a dict, or a field of a named struct. Throws std::out_of_range with
  /// what there is.
  basic_tree_ref operator[](const key& k) const;
  template <std::convertible_to<std::string_view> Text>
  basic_tree_ref operator[](const Text& k) const {
    return (*this)[key(std::string_view(k))];
  }
  /// The child at that position of a list, tuple or struct, or of that int key of a dict.
  basic_tree_ref operator[](std::size_t position) const;
  /// By key path, as in "0/mu/dense/w".
  basic_tree_ref at(std::string_view path) const;
  bool contains(const key& k) const;

  std::size_t children() const { return (*structure_)[node_].children; }
  std::vector<key> keys() const;
  std::span<element> leaves() const { return {leaves_, (*structure_)[node_].leaves}; }

  const std::shared_ptr<const tree_structure>& structure() const { return structure_; }
  std::uint32_t node() const { return node_; }

 private:
  basic_tree_ref child(std::uint32_t node) const;

  std::shared_ptr<const tree_structure> structure_;
  std::uint32_t node_;
  element* leaves_;  // the first of this node
};

/// A pytree: nested dicts, lists, tuples and named structs with values of type T at the leaves, in
/// JAX's order (dict keys sorted). `tree` holds arrays, `mask_tree` booleans, `label_tree` strings.
///
/// Braces always spell a dict: `tree{{"w", w}, {"b", b}}`; `list(x, y)`, `tuple(x, y)` and `none`
/// spell the rest. Copying copies the arrays, into one block of memory.
template <class T>
class basic_tree {
 public:
  using ref = basic_tree_ref<T, false>;
  using const_ref = basic_tree_ref<T, true>;
  using storage = typename ref::storage;
  using leaf_reference = typename ref::leaf_reference;
  using const_leaf_reference = typename const_ref::leaf_reference;

  /// One item of a dict.
  struct entry {
    entry(optaxx::key k, basic_tree v) : key(std::move(k)), value(std::move(v)) {}
    optaxx::key key;
    // An initializer_list is const; this lets the dict move its values out.
    mutable basic_tree value;
  };

  /// None.
  basic_tree() : structure_(tree_structure::of_none()) {}
  basic_tree(none_t) : basic_tree() {}
  basic_tree(std::initializer_list<entry> entries);
  template <leaf_of<T> Leaf>
  basic_tree(Leaf&& leaf) : structure_(tree_structure::of_leaf()) {
    leaves_.push_back(static_cast<storage>(T(std::forward<Leaf>(leaf))));
  }
  /// A copy of a part of another tree.
  basic_tree(const ref& part) : basic_tree(const_ref(part)) {}
  basic_tree(const const_ref& part);
  /// A structure and its leaves, in its order. Throws std::invalid_argument if there are more or
  /// fewer.
  basic_tree(std::shared_ptr<const tree_structure> structure, std::vector<storage> leaves);

  basic_tree(const basic_tree& other);
  basic_tree(basic_tree&& other) noexcept;
  basic_tree& operator=(const basic_tree& other);
  basic_tree& operator=(basic_tree&& other) noexcept;
  ~basic_tree() = default;

  static basic_tree dict(std::vector<std::pair<key, basic_tree>> items);
  static basic_tree ordered_dict(std::vector<std::pair<key, basic_tree>> items);
  static basic_tree list(std::vector<basic_tree> items);
  static basic_tree tuple(std::vector<basic_tree> items);
  /// A named tuple such as ScaleByAdamState.
  static basic_tree named_struct(std::string type,
                                 std::vector<std::pair<std::string, basic_tree>> fields);
  /// A leaf that is a typed PRNG key.
  static basic_tree rng_key(T data);

  bool is_none() const { return root().kind() == node_kind::none; }
  node_kind kind() const { return (*structure_)[0].kind; }

  ref root() { return {structure_, 0, leaves_.data()}; }
  const_ref root() const { return {structure_, 0, leaves_.data()}; }
  ref operator[](const key& k) { return root()[k]; }
  const_ref operator[](const key& k) const { return root()[k]; }
  ref operator[](std::size_t position) { return root()[position]; }
  const_ref operator[](std::size_t position) const { return root()[position]; }
  ref at(std::string_view path) { return root().at(path); }
  const_ref at(std::string_view path) const { return root().at(path); }
  bool contains(const key& k) const { return root().contains(k); }
  std::vector<key> keys() const { return root().keys(); }
  leaf_reference leaf() { return root().leaf(); }
  const_leaf_reference leaf() const { return root().leaf(); }

  std::span<storage> leaves() { return leaves_; }
  std::span<const storage> leaves() const { return leaves_; }
  const std::shared_ptr<const tree_structure>& structure() const { return structure_; }
  /// The key path of a leaf, "dense/w"; "" if the tree is a single leaf.
  std::string path(std::size_t leaf) const { return structure_->path(leaf); }

  friend bool operator==(const basic_tree& a, const basic_tree& b) {
    return same_structure(a.structure_, b.structure_) && a.leaves_ == b.leaves_;
  }

 private:
  static basic_tree sequence(node_kind kind, std::string type,
                             std::vector<std::pair<key, basic_tree>> items);
  static std::vector<std::pair<key, basic_tree>> numbered(std::vector<basic_tree> items);

  std::shared_ptr<const tree_structure> structure_;
  std::vector<storage> leaves_;
};

extern template class basic_tree_ref<array, false>;
extern template class basic_tree_ref<array, true>;
extern template class basic_tree_ref<bool, false>;
extern template class basic_tree_ref<bool, true>;
extern template class basic_tree_ref<std::string, false>;
extern template class basic_tree_ref<std::string, true>;
extern template class basic_tree<array>;
extern template class basic_tree<bool>;
extern template class basic_tree<std::string>;

using tree = basic_tree<array>;
using mask_tree = basic_tree<bool>;
using label_tree = basic_tree<std::string>;
using tree_ref = basic_tree_ref<array, false>;
using const_tree_ref = basic_tree_ref<array, true>;

namespace detail {
template <class Item>
inline constexpr bool makes_mask =
    std::same_as<Item, bool> || std::same_as<Item, mask_tree> ||
    std::same_as<Item, mask_tree::ref> || std::same_as<Item, mask_tree::const_ref>;
template <class Item>
inline constexpr bool makes_labels =
    std::same_as<Item, label_tree> || std::convertible_to<Item, std::string>;

// The tree that a list or tuple of these makes, by the first that is not None.
template <class First, class... Rest>
struct tree_of {
  using type = std::conditional_t<makes_mask<First>, mask_tree,
                                  std::conditional_t<makes_labels<First>, label_tree, tree>>;
};
template <class... Rest>
struct tree_of<none_t, Rest...> : tree_of<Rest...> {};
template <>
struct tree_of<none_t> {
  using type = tree;
};
template <class... Items>
using tree_of_t = typename tree_of<std::remove_cvref_t<Items>...>::type;

template <class Tree, class... Items>
std::vector<Tree> items_of(Items&&... items) {
  std::vector<Tree> result;
  result.reserve(sizeof...(items));
  (result.push_back(Tree(std::forward<Items>(items))), ...);
  return result;
}
}  // namespace detail

/// A list in a tree literal.
template <class First, class... Rest>
auto list(First&& first, Rest&&... rest) {
  using Tree = detail::tree_of_t<First, Rest...>;
  return Tree::list(
      detail::items_of<Tree>(std::forward<First>(first), std::forward<Rest>(rest)...));
}
/// A tuple in a tree literal.
template <class First, class... Rest>
auto tuple(First&& first, Rest&&... rest) {
  using Tree = detail::tree_of_t<First, Rest...>;
  return Tree::tuple(
      detail::items_of<Tree>(std::forward<First>(first), std::forward<Rest>(rest)...));
}

/// A tree of the same structure whose leaves are f(leaf). What f returns decides the kind of tree:
/// an array, bool or string.
template <class F, class T>
auto tree_map(F&& f, const basic_tree<T>& t) {
  using result =
      std::remove_cvref_t<std::invoke_result_t<F&, typename basic_tree<T>::const_leaf_reference>>;
  using leaf = std::conditional_t<
      std::same_as<result, bool>, bool,
      std::conditional_t<std::convertible_to<result, std::string>, std::string, array>>;
  std::vector<typename basic_tree<leaf>::storage> leaves;
  leaves.reserve(t.leaves().size());
  for (const auto& value : t.leaves()) {
    leaves.push_back(static_cast<typename basic_tree<leaf>::storage>(
        leaf(f(static_cast<typename basic_tree<T>::const_leaf_reference>(value)))));
  }
  return basic_tree<leaf>(t.structure(), std::move(leaves));
}

/// As tree_map, with f(path, leaf).
template <class F, class T>
auto tree_map_with_path(F&& f, const basic_tree<T>& t) {
  std::size_t i = 0;
  return tree_map(
      [&](typename basic_tree<T>::const_leaf_reference leaf) { return f(t.path(i++), leaf); }, t);
}

/// A copy whose leaves lie one behind the other in one block, each 64-byte aligned and padded: for
/// parameters and gradients, what the fastest steps like. Every copy of a tree is packed; this says
/// that it is meant.
tree packed(const tree& t);

/// Multi-line text, arrays shortened as NumPy does.
std::string to_string(const array& a);
std::string to_string(const tree& t);
std::string to_string(const mask_tree& t);
std::string to_string(const label_tree& t);
template <class T, bool Const>
std::string to_string(const basic_tree_ref<T, Const>& part) {
  return to_string(basic_tree<T>(part));
}

}  // namespace optaxx
