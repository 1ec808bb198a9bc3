#include "optaxx/core/tree.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/array_block.hpp"

namespace optaxx {
namespace {

template <class Leaf>
std::vector<Leaf> copies(std::span<const Leaf> leaves) {
  return {leaves.begin(), leaves.end()};
}

std::vector<array> copies(std::span<const array> leaves) {
  detail::array_block block;
  for (const array& leaf : leaves) block.add(leaf.dtype(), leaf.shape());
  std::vector<array> result = block.make();
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].bytes() == 0) continue;
    std::memcpy(result[i].mutable_data(), leaves[i].data(), leaves[i].bytes());
  }
  return result;
}

}  // namespace

template <class T>
basic_tree<T>::basic_tree(std::initializer_list<entry> entries) : basic_tree() {
  std::vector<std::pair<optaxx::key, basic_tree>> items;
  items.reserve(entries.size());
  for (const entry& e : entries) items.emplace_back(e.key, std::move(e.value));
  *this = dict(std::move(items));
}

template <class T>
basic_tree<T>::basic_tree(const const_ref& part)
    : structure_(tree_structure::part(part.structure(), part.node())),
      leaves_(copies(part.leaves())) {}

template <class T>
basic_tree<T>::basic_tree(std::shared_ptr<const tree_structure> structure,
                          std::vector<storage> leaves)
    : structure_(std::move(structure)), leaves_(std::move(leaves)) {
  if (leaves_.size() == structure_->leaves()) return;
  throw std::invalid_argument("tree: " + std::to_string(leaves_.size()) +
                              " leaves for a structure with " +
                              std::to_string(structure_->leaves()) + ", " + structure_->text());
}

template <class T>
basic_tree<T>::basic_tree(const basic_tree& other)
    : structure_(other.structure_), leaves_(copies(other.leaves())) {}

template <class T>
basic_tree<T>::basic_tree(basic_tree&& other) noexcept
    : structure_(std::exchange(other.structure_, tree_structure::of_none())),
      leaves_(std::move(other.leaves_)) {}

template <class T>
basic_tree<T>& basic_tree<T>::operator=(const basic_tree& other) {
  if (this != &other) *this = basic_tree(other);
  return *this;
}

template <class T>
basic_tree<T>& basic_tree<T>::operator=(basic_tree&& other) noexcept {
  basic_tree taken(std::move(other));
  structure_.swap(taken.structure_);
  leaves_.swap(taken.leaves_);
  return *this;
}

template <class T>
basic_tree<T> basic_tree<T>::sequence(node_kind kind, std::string type,
                                      std::vector<std::pair<key, basic_tree>> items) {
  if (kind == node_kind::dict) {
    std::sort(items.begin(), items.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  std::vector<std::pair<key, std::shared_ptr<const tree_structure>>> parts;
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
basic_tree<T> basic_tree<T>::dict(std::vector<std::pair<key, basic_tree>> items) {
  return sequence(node_kind::dict, {}, std::move(items));
}

template <class T>
basic_tree<T> basic_tree<T>::ordered_dict(std::vector<std::pair<key, basic_tree>> items) {
  return sequence(node_kind::ordered_dict, {}, std::move(items));
}

template <class T>
basic_tree<T> basic_tree<T>::list(std::vector<basic_tree> items) {
  return sequence(node_kind::list, {}, numbered(std::move(items)));
}

template <class T>
basic_tree<T> basic_tree<T>::tuple(std::vector<basic_tree> items) {
  return sequence(node_kind::tuple, {}, numbered(std::move(items)));
}

template <class T>
basic_tree<T> basic_tree<T>::named_struct(std::string type,
                                          std::vector<std::pair<std::string, basic_tree>> fields) {
  std::vector<std::pair<key, basic_tree>> items;
  items.reserve(fields.size());
  for (auto& [name, field] : fields) items.emplace_back(std::move(name), std::move(field));
  return sequence(node_kind::named_struct, std::move(type), std::move(items));
}

template <class T>
basic_tree<T> basic_tree<T>::rng_key(T data) {
  basic_tree result;
  result.leaves_.push_back(static_cast<storage>(std::move(data)));
  result.structure_ = tree_structure::of_rng_key();
  return result;
}

template <class T>
std::vector<std::pair<key, basic_tree<T>>> basic_tree<T>::numbered(std::vector<basic_tree> items) {
  std::vector<std::pair<key, basic_tree>> result;
  result.reserve(items.size());
  for (basic_tree& item : items) result.emplace_back(key(result.size()), std::move(item));
  return result;
}

template class basic_tree<array>;
template class basic_tree<bool>;
template class basic_tree<std::string>;

tree packed(const tree& t) { return t; }

}  // namespace optaxx
