#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace optaxx {

namespace detail {
void check_mapped(const tree_structure& first, const tree_structure& other, std::size_t number);

template <class Result>
using leaf_made_of = std::conditional_t<
    std::same_as<Result, bool>, bool,
    std::conditional_t<std::convertible_to<Result, std::string>, std::string, array>>;
}  // namespace detail

/// A tree of the same structure whose leaves are f(leaf, the leaves of other trees...). What f
/// returns decides the kind of tree: an array, bool or string. Throws tree_mismatch, with the first
/// difference, if the trees differ in structure.
template <class F, class T, class... Others>
auto tree_map(F&& f, const basic_tree<T>& t, const basic_tree<Others>&... others) {
  using leaf = detail::leaf_made_of<std::remove_cvref_t<
      std::invoke_result_t<F&, typename basic_tree<T>::const_leaf_reference,
                           typename basic_tree<Others>::const_leaf_reference...>>>;
  std::size_t number = 1;
  (detail::check_mapped(*t.structure(), *others.structure(), ++number), ...);
  std::vector<typename basic_tree<leaf>::storage> leaves;
  leaves.reserve(t.leaves().size());
  for (std::size_t i = 0; i < t.leaves().size(); ++i) {
    leaves.push_back(static_cast<typename basic_tree<leaf>::storage>(leaf(
        f(static_cast<typename basic_tree<T>::const_leaf_reference>(t.leaves()[i]),
          static_cast<typename basic_tree<Others>::const_leaf_reference>(others.leaves()[i])...))));
  }
  return basic_tree<leaf>(t.structure(), std::move(leaves));
}

/// As tree_map, with f(path, leaf, the leaves of other trees...).
template <class F, class T, class... Others>
auto tree_map_with_path(F&& f, const basic_tree<T>& t, const basic_tree<Others>&... others) {
  std::size_t i = 0;
  return tree_map(
      [&](typename basic_tree<T>::const_leaf_reference leaf,
          typename basic_tree<Others>::const_leaf_reference... leaves) {
        return f(t.path(i++), leaf, leaves...);
      },
      t, others...);
}

}  // namespace optaxx
