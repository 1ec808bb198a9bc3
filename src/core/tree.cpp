#include "optaxx/core/tree.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <stdexcept>

#include "core/array_block.hpp"

namespace optaxx {
namespace {

enum class purpose { snapshot, to_be_stepped };

template <class Leaf>
std::vector<Leaf> copies(std::span<const Leaf> leaves, purpose) {
  return {leaves.begin(), leaves.end()};
}

std::vector<array> copies(std::span<const array> leaves, purpose p) {
  detail::array_block block;
  for (const array& leaf : leaves) block.add(leaf.dtype(), leaf.shape());
  std::vector<array> result = block.make();
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].bytes() == 0) continue;
    std::memcpy(result[i].mutable_data(), leaves[i].data(), leaves[i].bytes());
    if (p == purpose::snapshot) detail::array_block::note_copy(result[i], leaves[i]);
  }
  return result;
}

bool any_borrowed(std::span<const array> leaves) {
  return !std::ranges::all_of(leaves, &array::owning);
}

// The leaves of a part of a larger tree.
template <class Leaf>
std::vector<Leaf> parts(std::span<const Leaf> leaves) {
  if constexpr (std::same_as<Leaf, array>) {
    if (any_borrowed(leaves)) {
      std::vector<array> result;
      result.reserve(leaves.size());
      for (const array& leaf : leaves) result.push_back(leaf.as_part());
      return result;
    }
  }
  return copies(leaves, purpose::snapshot);
}

using structure_ptr = std::shared_ptr<const tree_structure>;
using named_structures = std::vector<std::pair<key, structure_ptr>>;

// With others in the place of `count` leaves. The vectors are moved from at the end, when nothing
// can throw any more.
template <class Leaf>
std::vector<Leaf> with_leaves(std::vector<Leaf>& leaves, std::size_t first, std::size_t count,
                              std::vector<Leaf>& others) {
  std::vector<Leaf> result;
  result.reserve(leaves.size() - count + others.size());
  const auto at = leaves.begin() + static_cast<std::ptrdiff_t>(first);
  const auto move_to = std::back_inserter(result);
  std::move(leaves.begin(), at, move_to);
  std::move(others.begin(), others.end(), move_to);
  std::move(at + static_cast<std::ptrdiff_t>(count), leaves.end(), move_to);
  return result;
}

void check_leaves(std::size_t leaves, const tree_structure& structure) {
  if (leaves == structure.leaves()) return;
  throw std::invalid_argument("tree: " + std::to_string(leaves) + " leaves for a structure with " +
                              std::to_string(structure.leaves()) + ", " + structure.text());
}

}  // namespace

template <class T>
basic_tree<T>::basic_tree(std::initializer_list<entry> entries) : basic_tree(dict(entries)) {}

template <class T>
basic_tree<T>::basic_tree(const const_ref& part)
    : structure_(tree_structure::part(part.structure(), part.node())),
      leaves_(copies(part.leaves(), purpose::snapshot)) {}

template <class T>
basic_tree<T>::basic_tree(std::shared_ptr<const tree_structure> structure,
                          std::vector<storage>&& leaves)
    : structure_(std::move(structure)), leaves_(std::move(leaves)) {
  check_leaves(leaves_.size(), *structure_);
}

template <class T>
basic_tree<T>::basic_tree(std::shared_ptr<const tree_structure> structure,
                          const std::vector<storage>& leaves)
    : structure_(std::move(structure)), leaves_(parts(std::span(leaves))) {
  check_leaves(leaves_.size(), *structure_);
}

template <class T>
basic_tree<T>::basic_tree(std::shared_ptr<const tree_structure> structure,
                          std::initializer_list<item> leaves)
    : structure_(std::move(structure)) {
  for (const item& i : leaves) {
    for (storage& leaf : i.take().leaves_) leaves_.push_back(std::move(leaf));
  }
  check_leaves(leaves_.size(), *structure_);
}

template <class T>
basic_tree<T>::basic_tree(const basic_tree& other)
    : structure_(other.structure_), leaves_(copies(other.leaves(), purpose::snapshot)) {}

template <class T>
basic_tree<T>::basic_tree(basic_tree&& other) noexcept
    : structure_(std::exchange(other.structure_, tree_structure::of_none())),
      leaves_(std::move(other.leaves_)) {}

template <class T>
basic_tree<T>& basic_tree<T>::operator=(const basic_tree& other) {
  if (this != &other) *this = basic_tree(other);
  return *this;
}

// Array by array where memory is borrowed, for what their assignment does then.
template <class T>
basic_tree<T>& basic_tree<T>::operator=(basic_tree&& other) noexcept {
  basic_tree taken(std::move(other));
  if constexpr (std::same_as<T, array>) {
    if (any_borrowed(leaves_) && same_structure(structure_, taken.structure_)) {
      std::ranges::move(taken.leaves_, leaves_.begin());
      return *this;
    }
  }
  structure_.swap(taken.structure_);
  leaves_.swap(taken.leaves_);
  return *this;
}

template <class T>
basic_tree<T> basic_tree<T>::as_part() const {
  return basic_tree(structure_, leaves_);
}

template <class T>
basic_tree<T> basic_tree<T>::container(node_kind kind, std::string type, pair_list items) {
  if (kind == node_kind::dict) {
    std::sort(items.begin(), items.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  named_structures parts;
  parts.reserve(items.size());
  for (const auto& [name, child] : items) parts.emplace_back(name, child.structure_);
  auto structure = tree_structure::of(kind, std::move(type), parts);
  std::vector<storage> leaves;
  leaves.reserve(structure->leaves());
  for (auto& [name, child] : items) {
    for (storage& leaf : child.leaves_) leaves.push_back(std::move(leaf));
  }
  return basic_tree(std::move(structure), std::move(leaves));
}

template <class T>
typename basic_tree<T>::pair_list basic_tree<T>::taken(std::initializer_list<entry> items) {
  pair_list result;
  result.reserve(items.size());
  for (const entry& e : items) result.emplace_back(e.first, e.second.take());
  return result;
}

template <class T>
typename basic_tree<T>::pair_list basic_tree<T>::taken(std::initializer_list<item> items) {
  pair_list result;
  result.reserve(items.size());
  for (const item& i : items) result.emplace_back(key(result.size()), i.take());
  return result;
}

template <class T>
basic_tree<T> basic_tree<T>::dict(std::initializer_list<entry> items) {
  return container(node_kind::dict, {}, taken(items));
}

template <class T>
basic_tree<T> basic_tree<T>::ordered_dict(std::initializer_list<entry> items) {
  return container(node_kind::ordered_dict, {}, taken(items));
}

template <class T>
basic_tree<T> basic_tree<T>::list(std::initializer_list<item> items) {
  return container(node_kind::list, {}, taken(items));
}

template <class T>
basic_tree<T> basic_tree<T>::tuple(std::initializer_list<item> items) {
  return container(node_kind::tuple, {}, taken(items));
}

template <class T>
basic_tree<T> basic_tree<T>::named_struct(std::string type, std::initializer_list<entry> fields) {
  return container(node_kind::named_struct, std::move(type), taken(fields));
}

template <class T>
void basic_tree<T>::replace(std::uint32_t node, basic_tree part) {
  const tree_structure::node& old = (*structure_)[node];
  structure_ptr structure = tree_structure::with_part(structure_, node, part.structure_);
  std::vector<storage> leaves = with_leaves(leaves_, old.first_leaf, old.leaves, part.leaves_);
  structure_ = std::move(structure);
  leaves_ = std::move(leaves);
}

template <class T>
void basic_tree<T>::add(std::uint32_t node, const key& k, basic_tree part) {
  auto [structure, child] = tree_structure::with_child(structure_, node, k, part.structure_);
  std::vector<storage> leaves =
      with_leaves(leaves_, (*structure)[child].first_leaf, 0, part.leaves_);
  structure_ = std::move(structure);
  leaves_ = std::move(leaves);
}

template <class T>
basic_tree<T> basic_tree<T>::rng_key(T data) {
  basic_tree result;
  result.leaves_.push_back(static_cast<storage>(std::move(data)));
  result.structure_ = tree_structure::of_rng_key();
  return result;
}

template <class T>
tree_item<T>::tree_item(const basic_tree_ref<T, true>& part)
    : tree_(tree_structure::part(part.structure(), part.node()), parts(part.leaves())) {}

template class basic_tree<array>;
template class basic_tree<bool>;
template class basic_tree<std::string>;
template class tree_item<array>;
template class tree_item<bool>;
template class tree_item<std::string>;

tree packed(const tree& t) { return {t.structure(), copies(t.leaves(), purpose::to_be_stepped)}; }

}  // namespace optaxx
