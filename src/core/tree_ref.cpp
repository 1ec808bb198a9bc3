#include <algorithm>
#include <stdexcept>

#include "core/key_path.hpp"
#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {
namespace {

// What leads from the root to a node.
std::vector<key> keys_to(const tree_structure& s, std::uint32_t node) {
  std::vector<key> keys;
  for (const std::uint32_t at : s.ancestry(node)) keys.push_back(s[at].name);
  return keys;
}

bool takes_keys(node_kind kind) {
  return kind == node_kind::none || kind == node_kind::dict || kind == node_kind::ordered_dict;
}

}  // namespace

template <class T, bool Const>
basic_tree_ref<T, Const>::basic_tree_ref(basic_tree<T>& owner, std::uint32_t node) requires(!Const)
    : structure_(owner.structure()),
      node_(node),
      leaves_(owner.leaves().data() + (*owner.structure())[node].first_leaf),
      owner_(&owner) {}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::child(std::uint32_t node) const {
  basic_tree_ref result = *this;
  result.node_ = node;
  result.leaves_ += (*structure_)[node].first_leaf - (*structure_)[node_].first_leaf;
  return result;
}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::without(const key& k) const {
  basic_tree_ref result = *this;
  result.missing_.push_back(k);
  return result;
}

// To where the keys lead in the tree as it is.
template <class T, bool Const>
void basic_tree_ref<T, Const>::follow() const {
  if (owner_ == nullptr) return;
  if (owner_->structure() != structure_) {
    std::vector<key> keys = keys_to(*structure_, node_);
    keys.insert(keys.end(), missing_.begin(), missing_.end());
    const tree_structure& now = *owner_->structure();
    std::uint32_t node = 0;
    auto k = keys.begin();
    for (; k != keys.end() && now.child(node, *k) != tree_structure::missing; ++k)
      node = now.child(node, *k);
    keys.erase(keys.begin(), k);
    structure_ = owner_->structure();
    node_ = node;
    missing_.swap(keys);
  }
  leaves_ = owner_->leaves().data() + (*structure_)[node_].first_leaf;
}

template <class T, bool Const>
void basic_tree_ref<T, Const>::expect_to_be_there() const {
  follow();
  if (!missing_.empty()) detail::throw_no_child(*structure_, node_, missing_.front().repr());
}

template <class T, bool Const>
typename basic_tree_ref<T, Const>::leaf_reference basic_tree_ref<T, Const>::leaf() const {
  if (!is_leaf(kind())) {
    throw tree_mismatch("tree: " + detail::place(*structure_, node_) + " is " +
                        detail::kind_text((*structure_)[node_]) + ", not a leaf");
  }
  if constexpr (std::same_as<T, bool>) {
    return *leaves_ != 0;
  } else {
    return *leaves_;
  }
}

// The `if constexpr` repeat the constraints for clang 14, which instantiates these members
// regardless.
template <class T, bool Const>
const basic_tree_ref<T, Const>& basic_tree_ref<T, Const>::operator=(tree_item<T> value) const
    requires(!Const) {
  if constexpr (!Const) {
    basic_tree<T> part = value.take();
    follow();
    if (!missing_.empty()) {
      for (std::size_t i = missing_.size(); i-- > 1;)
        part = basic_tree<T>::dict({tree_entry<T>(missing_[i], std::move(part))});
      owner_->add(node_, missing_.front(), std::move(part));
      follow();
      return *this;
    }
    const node_kind here = (*structure_)[node_].kind;
    if (part.kind() == node_kind::leaf && here != node_kind::none) {
      leaf();  // throws if it is none
      *leaves_ = std::move(part.leaves()[0]);
    } else if (same_structure(tree_structure::part(structure_, node_), part.structure())) {
      std::ranges::move(part.leaves(), leaves_);
    } else if (owner_ != nullptr) {
      owner_->replace(node_, std::move(part));
      follow();
    } else {
      throw tree_mismatch("tree: " + detail::place(*structure_, node_) +
                          " cannot be given another structure through this reference");
    }
  }
  return *this;
}

template <class T, bool Const>
const basic_tree_ref<T, Const>& basic_tree_ref<T, Const>::operator=(
    const basic_tree_ref& other) const requires(!Const) {
  if constexpr (!Const) *this = tree_item<T>(other);
  return *this;
}

template <class T, bool Const>
const basic_tree_ref<T, Const>& basic_tree_ref<T, Const>::operator=(
    std::initializer_list<float> values) const requires(!Const && std::same_as<T, array>) {
  if constexpr (!Const && std::same_as<T, array>) *this = tree_item<T>(array(values));
  return *this;
}

template <class T, bool Const>
const basic_tree_ref<T, Const>& basic_tree_ref<T, Const>::operator=(
    std::initializer_list<double> values) const requires(!Const && std::same_as<T, array>) {
  if constexpr (!Const && std::same_as<T, array>) *this = tree_item<T>(array(values));
  return *this;
}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::operator[](const key& k) const {
  follow();
  if (!missing_.empty()) return without(k);
  const std::uint32_t node = structure_->child(node_, k);
  if (node != tree_structure::missing) return child(node);
  if (owner_ != nullptr && takes_keys(kind())) return without(k);
  detail::throw_no_child(*structure_, node_, k.repr());
}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::operator[](std::size_t position) const {
  if (kind() == node_kind::dict || kind() == node_kind::ordered_dict) return (*this)[key(position)];
  const std::uint32_t node = structure_->child_at(node_, position);
  if (node == tree_structure::missing)
    detail::throw_no_child(*structure_, node_, std::to_string(position));
  return child(node);
}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::at(std::string_view path) const {
  return child(detail::node_at(*structure(), node_, path));
}

template <class T, bool Const>
bool basic_tree_ref<T, Const>::contains(const key& k) const {
  follow();
  return missing_.empty() && structure_->child(node_, k) != tree_structure::missing;
}

template <class T, bool Const>
std::vector<key> basic_tree_ref<T, Const>::keys() const {
  std::vector<key> result;
  const std::size_t n = children();
  std::uint32_t node = node_ + 1;
  for (std::size_t i = 0; i < n; ++i) {
    result.push_back((*structure_)[node].name);
    node += (*structure_)[node].extent;
  }
  return result;
}

template class basic_tree_ref<array, false>;
template class basic_tree_ref<array, true>;
template class basic_tree_ref<bool, false>;
template class basic_tree_ref<bool, true>;
template class basic_tree_ref<std::string, false>;
template class basic_tree_ref<std::string, true>;

}  // namespace optaxx
