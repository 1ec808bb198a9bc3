#include <stdexcept>

#include "core/key_path.hpp"
#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {
template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::child(std::uint32_t node) const {
  return {structure_, node,
          leaves_ + ((*structure_)[node].first_leaf - (*structure_)[node_].first_leaf)};
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
const basic_tree_ref<T, Const>& basic_tree_ref<T, Const>::operator=(T value) const
    requires(!Const) {
  if constexpr (!Const) {
    leaf();  // throws if it is none
    *leaves_ = static_cast<storage>(std::move(value));
  }
  return *this;
}

template <class T, bool Const>
const basic_tree_ref<T, Const>& basic_tree_ref<T, Const>::operator=(
    const basic_tree_ref& other) const requires(!Const) {
  if constexpr (!Const) *this = T(other.leaf());
  return *this;
}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::operator[](const key& k) const {
  const std::uint32_t node = structure_->child(node_, k);
  if (node == tree_structure::missing) detail::throw_no_child(*structure_, node_, k.repr());
  return child(node);
}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::operator[](std::size_t position) const {
  const bool dict = kind() == node_kind::dict || kind() == node_kind::ordered_dict;
  const std::uint32_t node =
      dict ? structure_->child(node_, key(position)) : structure_->child_at(node_, position);
  if (node == tree_structure::missing)
    detail::throw_no_child(*structure_, node_, std::to_string(position));
  return child(node);
}

template <class T, bool Const>
basic_tree_ref<T, Const> basic_tree_ref<T, Const>::at(std::string_view path) const {
  return child(detail::node_at(*structure_, node_, path));
}

template <class T, bool Const>
bool basic_tree_ref<T, Const>::contains(const key& k) const {
  return structure_->child(node_, k) != tree_structure::missing;
}

template <class T, bool Const>
std::vector<key> basic_tree_ref<T, Const>::keys() const {
  std::vector<key> result;
  std::uint32_t node = node_ + 1;
  for (std::size_t i = 0; i < children(); ++i) {
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
