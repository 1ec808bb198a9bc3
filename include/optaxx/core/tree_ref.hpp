#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/array.hpp"
#include "optaxx/core/tree_structure.hpp"

namespace optaxx {

template <class T>
class basic_tree;
template <class T>
class tree_item;

/// A node of a tree and all below it, seen in place: `params["dense"]["w"]`. Valid as long as the
/// tree is neither destroyed nor moved from. What is looked up in a tree that is not const may be
/// assigned to, and a key that a dict or None does not have is added by that:
/// `params["dense"]["w"] = w`.
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
  /// A node of this tree.
  basic_tree_ref(basic_tree<T>& owner, std::uint32_t node) requires(!Const);
  basic_tree_ref(const basic_tree_ref&) = default;
  operator basic_tree_ref<T, true>() const requires(!Const) {
    return {structure(), node_, leaves_};
  }

  node_kind kind() const { return (*structure())[node()].kind; }
  /// A leaf's value. Throws tree_mismatch, with the path, if the node is no leaf.
  leaf_reference leaf() const;
  operator leaf_reference() const { return leaf(); }

  /// Puts a leaf or a tree here, as into a literal: borrowed memory stays borrowed. Throws
  /// tree_mismatch for a single leaf where a container stands, and std::out_of_range if there is no
  /// such key and none can be added. Another structure makes refs into the old part invalid.
  const basic_tree_ref& operator=(tree_item<T> value) const requires(!Const);
  const basic_tree_ref& operator=(const basic_tree_ref& other) const requires(!Const);
  const basic_tree_ref& operator=(std::initializer_list<float> values) const
      requires(!Const && std::same_as<T, array>);
  const basic_tree_ref& operator=(std::initializer_list<double> values) const
      requires(!Const && std::same_as<T, array>);

  /// The child of that key: of a dict, or a field of a named struct. Throws std::out_of_range with
  /// what there is; if the key could be added, only where it is read.
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

  std::size_t children() const { return (*structure())[node()].children; }
  std::vector<key> keys() const;
  std::span<element> leaves() const {
    const tree_structure::node& n = (*structure())[node_];
    return {leaves_, n.leaves};
  }

  const std::shared_ptr<const tree_structure>& structure() const {
    if (owner_ != nullptr) expect_to_be_there();
    return structure_;
  }
  std::uint32_t node() const {
    if (owner_ != nullptr) expect_to_be_there();
    return node_;
  }

 private:
  basic_tree_ref child(std::uint32_t node) const;
  basic_tree_ref without(const key& k) const;
  void follow() const;
  void expect_to_be_there() const;

  // Where it is in the tree as it was last seen; follow() brings it up to date.
  mutable std::shared_ptr<const tree_structure> structure_;
  mutable std::uint32_t node_;
  mutable element* leaves_;           // the first of this node
  mutable std::vector<key> missing_;  // keys that lead on from the node, and are not there
  basic_tree<T>* owner_ = nullptr;    // whom they can be added to
};

}  // namespace optaxx
