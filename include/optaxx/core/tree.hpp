#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/array.hpp"
#include "optaxx/core/borrow.hpp"
#include "optaxx/core/tree_ref.hpp"
#include "optaxx/core/tree_structure.hpp"

namespace optaxx {

/// Spells Python's None in a literal.
struct none_t {};
inline constexpr none_t none{};

template <class T>
class basic_tree;
template <class T>
struct tree_entry;

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

namespace detail {
template <class T, class Leaf>
T leaf_from(Leaf&& leaf) {
  if constexpr (std::same_as<std::remove_cvref_t<Leaf>, array> &&
                std::is_lvalue_reference_v<Leaf>) {
    return leaf.as_part();
  } else {
    return T(std::forward<Leaf>(leaf));
  }
}

// What of a range may be moved from.
template <class Range, class Element>
decltype(auto) element_of(Element& element) {
  if constexpr (std::is_lvalue_reference_v<Range> || std::ranges::view<Range>) {
    return element;
  } else {
    return std::move(element);
  }
}

template <class Items, class T>
concept tree_items =
    std::ranges::input_range<Items> && !is_tree_like<std::remove_cvref_t<Items>> &&
    !std::is_arithmetic_v<std::ranges::range_value_t<Items>> &&
    std::convertible_to<decltype(element_of<Items>(
                            std::declval<std::ranges::range_reference_t<Items>&>())),
                        tree_item<T>>;
template <class Items, class T>
concept tree_pairs = std::ranges::input_range<Items> &&
    requires(std::ranges::range_reference_t<Items> e) {
  key(e.first);
  tree_item<T>(element_of<Items>(e.second));
};
}  // namespace detail

/// A pytree: nested dicts, lists, tuples and named structs with values of type T at the leaves, in
/// JAX's order (dict keys sorted). `tree` holds arrays, `mask_tree` booleans, `label_tree` strings.
///
/// Braces always spell a dict: `tree{{"w", w}, {"b", b}}`; `list(x, y)`, `tuple(x, y)` and `none`
/// spell the rest. `params["dense"]["w"] = w` adds a key.
///
/// What is put into a tree, arrays and trees, stays what it is: borrowed memory is borrowed by the
/// larger tree too, own memory is moved if it may be and copied otherwise. A copy of a tree,
/// `tree snapshot = params`, owns all of its memory, which is one block. It is for reading, for
/// comparing and for coming back to: `params = snapshot` puts the numbers into the memory that
/// params borrows. A step refuses to change a copy of borrowed memory, since that memory would stay
/// behind: so no copy that was made on the way, by a container or a function, is stepped in its
/// place. `packed(params)` is a copy to be stepped.
template <class T>
class basic_tree {
 public:
  using ref = basic_tree_ref<T, false>;
  using const_ref = basic_tree_ref<T, true>;
  using storage = typename ref::storage;
  using leaf_reference = typename ref::leaf_reference;
  using const_leaf_reference = typename const_ref::leaf_reference;

  /// What a part of a literal, a list or an assignment is made from, and one item of a dict.
  using item = tree_item<T>;
  using entry = tree_entry<T>;

  /// None.
  basic_tree() : structure_(tree_structure::of_none()) {}
  basic_tree(none_t) : basic_tree() {}
  basic_tree(std::initializer_list<entry> entries);
  template <leaf_of<T> Leaf>
  basic_tree(Leaf&& leaf) : structure_(tree_structure::of_leaf()) {
    leaves_.push_back(static_cast<storage>(detail::leaf_from<T>(std::forward<Leaf>(leaf))));
  }
  template <lvalue_container Container>
  requires std::same_as<T, array> basic_tree(Container&&)
  = delete;  // as array's would copy
  /// A copy of a part of another tree.
  basic_tree(const ref& part) : basic_tree(const_ref(part)) {}
  basic_tree(const const_ref& part);
  /// A structure and its leaves, in its order. Throws std::invalid_argument if there are more or
  /// fewer.
  basic_tree(std::shared_ptr<const tree_structure> structure, std::vector<storage>&& leaves);
  basic_tree(std::shared_ptr<const tree_structure> structure, const std::vector<storage>& leaves);
  basic_tree(std::shared_ptr<const tree_structure> structure, std::initializer_list<item> leaves);

  basic_tree(const basic_tree& other);
  basic_tree(basic_tree&& other) noexcept;
  basic_tree& operator=(const basic_tree& other);
  basic_tree& operator=(basic_tree&& other) noexcept;
  ~basic_tree() = default;

  /// Containers of entries in braces, or of a range: pairs of a key and what a tree is made of for
  /// a dict or struct, arrays or trees for a list or tuple. Those of an rvalue are moved.
  static basic_tree dict(std::initializer_list<entry> items);
  template <detail::tree_pairs<T> Items>
  static basic_tree dict(Items&& items) {
    return container(node_kind::dict, {}, pairs(std::forward<Items>(items)));
  }
  static basic_tree ordered_dict(std::initializer_list<entry> items);
  template <detail::tree_pairs<T> Items>
  static basic_tree ordered_dict(Items&& items) {
    return container(node_kind::ordered_dict, {}, pairs(std::forward<Items>(items)));
  }
  static basic_tree list(std::initializer_list<item> items);
  template <detail::tree_items<T> Items>
  static basic_tree list(Items&& items) {
    return container(node_kind::list, {}, numbered(std::forward<Items>(items)));
  }
  static basic_tree tuple(std::initializer_list<item> items);
  template <detail::tree_items<T> Items>
  static basic_tree tuple(Items&& items) {
    return container(node_kind::tuple, {}, numbered(std::forward<Items>(items)));
  }
  /// A named tuple such as ScaleByAdamState.
  static basic_tree named_struct(std::string type, std::initializer_list<entry> fields);
  template <detail::tree_pairs<T> Items>
  static basic_tree named_struct(std::string type, Items&& fields) {
    return container(node_kind::named_struct, std::move(type), pairs(std::forward<Items>(fields)));
  }
  /// A leaf that is a typed PRNG key.
  static basic_tree rng_key(T data);

  bool is_none() const { return kind() == node_kind::none; }
  node_kind kind() const { return (*structure_)[0].kind; }

  ref root() { return {*this, 0}; }
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
  /// What it becomes as a part of a larger tree: see above.
  basic_tree as_part() const;
  /// The key path of a leaf, "dense/w"; "" if the tree is a single leaf.
  std::string path(std::size_t leaf) const { return structure_->path(leaf); }

  friend bool operator==(const basic_tree& a, const basic_tree& b) {
    return same_structure(a.structure_, b.structure_) && a.leaves_ == b.leaves_;
  }

 private:
  friend ref;
  using pair_list = std::vector<std::pair<key, basic_tree>>;

  template <class Items>
  static pair_list pairs(Items&& items) {
    pair_list result;
    for (auto&& e : items) {
      result.emplace_back(key(e.first), item(detail::element_of<Items>(e.second)).take());
    }
    return result;
  }
  template <class Items>
  static pair_list numbered(Items&& items) {
    pair_list result;
    for (auto&& e : items) {
      result.emplace_back(key(result.size()), item(detail::element_of<Items>(e)).take());
    }
    return result;
  }
  static pair_list taken(std::initializer_list<entry> items);
  static pair_list taken(std::initializer_list<item> items);
  static basic_tree container(node_kind kind, std::string type, pair_list items);

  // Give a node another part, and one that is a dict or None a further key.
  void replace(std::uint32_t node, basic_tree part);
  void add(std::uint32_t node, const key& k, basic_tree part);

  std::shared_ptr<const tree_structure> structure_;
  std::vector<storage> leaves_;
};

/// What is put into a tree: a leaf, a tree, a part of one, or a dict in braces.
template <class T>
class tree_item {
 public:
  tree_item() = default;  ///< None.
  tree_item(std::initializer_list<tree_entry<T>> entries) : tree_(entries) {}
  template <class Part>
  requires(std::convertible_to<Part, basic_tree<T>> &&
           !std::derived_from<std::remove_cvref_t<Part>, basic_tree<T>> &&
           !is_tree_like<std::remove_cvref_t<Part>> &&
           !std::same_as<std::remove_cvref_t<Part>, tree_item>) tree_item(Part&& part)
      : tree_(std::forward<Part>(part)) {}
  template <lvalue_container Container>
  requires std::same_as<T, array> tree_item(Container&&)
  = delete;  // as array's would copy
  tree_item(basic_tree<T>&& whole) : tree_(std::move(whole)) {}
  tree_item(const basic_tree<T>& whole) : tree_(whole.as_part()) {}
  tree_item(const basic_tree_ref<T, false>& part) : tree_item(basic_tree_ref<T, true>(part)) {}
  tree_item(const basic_tree_ref<T, true>& part);

  tree_item(const tree_item& other) : tree_(other.tree_.as_part()) {}
  tree_item(tree_item&&) noexcept = default;
  tree_item& operator=(tree_item other) noexcept {
    std::swap(tree_, other.tree_);
    return *this;
  }
  ~tree_item() = default;

  basic_tree<T> take() const { return std::move(tree_); }

 private:
  // An initializer_list is const; this lets it be moved out.
  mutable basic_tree<T> tree_;
};

/// One item of a dict. Its fields are called as those of a std::pair.
template <class T>
struct tree_entry {
  tree_entry(key k, tree_item<T> value) : first(std::move(k)), second(std::move(value)) {}

  key first;
  tree_item<T> second;
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
extern template class tree_item<array>;
extern template class tree_item<bool>;
extern template class tree_item<std::string>;

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
}  // namespace detail

/// A list in a tree literal.
template <class First, class... Rest>
auto list(First&& first, Rest&&... rest) {
  using Tree = detail::tree_of_t<First, Rest...>;
  return Tree::list({typename Tree::item(std::forward<First>(first)),
                     typename Tree::item(std::forward<Rest>(rest))...});
}
/// A tuple in a tree literal.
template <class First, class... Rest>
auto tuple(First&& first, Rest&&... rest) {
  using Tree = detail::tree_of_t<First, Rest...>;
  return Tree::tuple({typename Tree::item(std::forward<First>(first)),
                      typename Tree::item(std::forward<Rest>(rest))...});
}

/// A copy to be stepped, whose leaves lie one behind the other in one block, each 64-byte aligned
/// and padded: for parameters and gradients, what the fastest steps like. Memory that t borrows
/// stays as it is.
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
