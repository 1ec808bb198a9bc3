#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace optaxx {

/// A key of a dict: a string, an int or a bool. Keys of one dict are of one type.
class key {
 public:
  key(const char* text) : text_(text) {}
  key(std::nullptr_t) = delete;  // else the literal 0 were a text
  key(std::string text) : text_(std::move(text)) {}
  key(std::string_view text) : text_(text) {}
  template <std::integral Int>
  explicit key(Int value) : type_(type_id::integer), number_(static_cast<std::int64_t>(value)) {}
  explicit key(bool value) : type_(type_id::boolean), number_(value ? 1 : 0) {}

  /// Python's str(key): "w", "3", "True".
  std::string text() const;
  /// Python's repr(key): "'w'", "3", "True".
  std::string repr() const;
  bool is_text() const { return type_ == type_id::text; }
  /// The string of a string key, without a copy; "" for others.
  std::string_view view() const { return text_; }
  std::size_t type() const { return static_cast<std::size_t>(type_); }

  friend bool operator==(const key&, const key&) = default;
  friend auto operator<=>(const key&, const key&) = default;

 private:
  // Not a variant: where the copy of a string throws, that of g++ 12 destroys what is not there.
  enum class type_id : std::uint8_t { text, integer, boolean };
  type_id type_ = type_id::text;
  std::int64_t number_ = 0;
  std::string text_;
};

enum class node_kind : std::uint8_t {
  none,
  leaf,
  rng_key,
  dict,
  ordered_dict,
  list,
  tuple,
  named_struct
};

constexpr bool is_leaf(node_kind kind) {
  return kind == node_kind::leaf || kind == node_kind::rng_key;
}

/// The shape of a tree without its leaves: immutable and shared. Nodes stand in preorder, so that a
/// subtree is a range.
class tree_structure {
 public:
  struct node {
    node_kind kind = node_kind::none;
    key name = "";     ///< In its parent: dict key, field, or position.
    std::string type;  ///< Of a named struct: "ScaleByAdamState".
    std::uint32_t children = 0;
    std::uint32_t extent = 1;      ///< Nodes of the subtree, itself included.
    std::uint32_t first_leaf = 0;  ///< Number of the first leaf of the subtree.
    std::uint32_t leaves = 0;      ///< Number of leaves of the subtree.
  };

  static std::shared_ptr<const tree_structure> of_none();
  static std::shared_ptr<const tree_structure> of_leaf();
  static std::shared_ptr<const tree_structure> of_rng_key();
  /// A container around copies of the children, each named.
  static std::shared_ptr<const tree_structure> of(
      node_kind kind, std::string type,
      const std::vector<std::pair<key, std::shared_ptr<const tree_structure>>>& children);
  /// The subtree at a node, on its own.
  static std::shared_ptr<const tree_structure> part(
      const std::shared_ptr<const tree_structure>& whole, std::uint32_t node);

  /// The same with another subtree at a node.
  static std::shared_ptr<const tree_structure> with_part(
      const std::shared_ptr<const tree_structure>& whole, std::uint32_t node,
      const std::shared_ptr<const tree_structure>& part);
  /// The same with one child more at a dict, an ordered dict or None, which becomes a dict. Returns
  /// the structure and the node of the child.
  static std::pair<std::shared_ptr<const tree_structure>, std::uint32_t> with_child(
      const std::shared_ptr<const tree_structure>& whole, std::uint32_t parent, const key& name,
      const std::shared_ptr<const tree_structure>& child);

  const node& operator[](std::uint32_t index) const { return nodes_[index]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  std::uint32_t leaves() const { return nodes_[0].leaves; }
  std::uint32_t leaf_node(std::size_t leaf) const { return index_[3 * nodes_.size() - 1 + leaf]; }

  static constexpr std::uint32_t missing = 0xffffffffU;
  /// The child of that name, or `missing`. A text also finds the int or bool key that it spells.
  std::uint32_t child(std::uint32_t parent, std::string_view name) const {
    if (nodes_[parent].children > few_children) return child_of_many(parent, name);
    const std::uint64_t tag = tag_of(name);
    std::uint32_t n = parent + 1;
    for (std::uint32_t left = nodes_[parent].children; left > 0; --left, n += nodes_[n].extent) {
      if (tags_[n] == tag && (name.size() < sizeof tag || nodes_[n].name.view() == name)) return n;
      if (tags_[n] == no_text && nodes_[n].name.text() == name) return n;
    }
    return missing;
  }
  std::uint32_t child(std::uint32_t parent, const char* name) const {
    return child(parent, std::string_view(name));
  }
  std::uint32_t child(std::uint32_t parent, const key& name) const;
  std::uint32_t child_at(std::uint32_t parent, std::size_t position) const {
    return position < nodes_[parent].children ? children_of(parent)[position] : missing;
  }
  /// The nodes of the children.
  std::span<const std::uint32_t> children_of(std::uint32_t parent) const {
    const std::size_t n = nodes_.size();
    return {index_.data() + 2 * n + index_[n + parent], nodes_[parent].children};
  }

  /// "dense/w": keys joined by "/", with % and / of a key escaped; "" for the root.
  std::string path(std::size_t leaf) const;
  std::string node_path(std::uint32_t node) const;
  /// "['dense']['w']", "[0].mu['w']": how Python would reach the leaf.
  std::string accessor(std::size_t leaf) const;
  std::string node_accessor(std::uint32_t node) const;

  /// From the root's child on the way down to the node itself; empty for the root.
  std::vector<std::uint32_t> ancestry(std::uint32_t node) const;

  /// One line: "{'b': *, 'w': *}".
  std::string text() const;

  friend bool operator==(const tree_structure& a, const tree_structure& b);

 private:
  tree_structure() = default;
  static std::shared_ptr<const tree_structure> of_one(node_kind kind);
  static std::shared_ptr<tree_structure> spliced(const tree_structure& whole, std::uint32_t parent,
                                                 std::uint32_t at, std::uint32_t removed, key name,
                                                 const tree_structure& part);
  std::uint32_t child_of_many(std::uint32_t parent, std::string_view name) const;
  void index();

  // The first characters of a name and, above them, its length: names of fields are short, and most
  // are found by it alone.
  static constexpr std::uint64_t tag_of(std::string_view name) {
    std::uint64_t tag = std::uint64_t{name.size() < 127 ? name.size() : 127} << 56;
    for (std::size_t i = 0; i < name.size() && i < 7; ++i)
      tag |= std::uint64_t{static_cast<unsigned char>(name[i])} << (8 * i);
    return tag;
  }
  std::uint32_t parent_of(std::uint32_t child) const { return index_[child]; }

  static constexpr std::uint32_t few_children = 16;  // that are looked through one by one
  static constexpr std::uint64_t no_text = ~std::uint64_t{0};

  std::vector<node> nodes_;
  std::vector<std::uint64_t> tags_;  // of the nodes' names
  // By node: its parent, then where its children begin in what comes then: the children of all
  // nodes, one node's after the other's. Then the nodes of the leaves.
  std::vector<std::uint32_t> index_;
};

/// Equal structures; at once if they are the same object.
inline bool same_structure(const std::shared_ptr<const tree_structure>& a,
                           const std::shared_ptr<const tree_structure>& b) {
  return a == b || *a == *b;
}

/// A pattern over key paths: `*` any part of one key, `**` any number of keys. "**/bias",
/// "layer*/w".
class path_glob {
 public:
  explicit path_glob(std::string pattern) : pattern_(std::move(pattern)) {}
  bool matches(std::string_view path) const;
  const std::string& pattern() const { return pattern_; }

 private:
  std::string pattern_;
};

}  // namespace optaxx
