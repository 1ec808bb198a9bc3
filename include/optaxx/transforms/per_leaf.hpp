#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "optaxx/core/transform.hpp"

namespace optaxx {

struct per_leaf_options {
  /// On all threads, for several leaves at a time, in any order.
  bool parallel = false;
  /// About how many additions an element takes: how many threads are worth waking.
  std::size_t cost = 1;
};

namespace detail {
transformation make_per_leaf(std::string name, bool needs_params, std::function<void(leaf_view&)> f,
                             per_leaf_options options);
}

/// A function of the user's on whole arrays, called for each leaf, in order and on the calling
/// thread unless it may run in parallel: for what is not elementwise, such as a decomposition of a
/// matrix. It takes
///
///     (array& update)                      // changed in place, or replaced
///     (array& update, const array& param)
///     (leaf_view& leaf)                    // leaf.update(), leaf.param(), leaf.position(), and
///                                          // leaf.for_ranges(rows, f) for rows on all threads
///
/// and spells these types out. It must keep the update's shape and dtype, and its result must
/// depend on nothing else: use optaxx::from_functions for what needs a state.
///
/// `name` is what describe() and errors say. State: EmptyState. Throws std::invalid_argument if the
/// name is empty and, in update, if there are no parameters for a function that takes them, or if
/// an update came back with another shape or dtype. What the function throws comes through, and
/// nothing has changed.
template <class F>
requires std::invocable<const F&, leaf_view&> transformation
per_leaf(std::string name, F f, per_leaf_options options = {}) {
  return detail::make_per_leaf(std::move(name), false, std::move(f), options);
}
template <class F>
requires std::invocable<const F&, array&> transformation per_leaf(std::string name, F f,
                                                                  per_leaf_options options = {}) {
  return detail::make_per_leaf(
      std::move(name), false, [f = std::move(f)](leaf_view& leaf) { f(leaf.update()); }, options);
}
template <class F>
requires std::invocable<const F&, array&, const array&> transformation
per_leaf(std::string name, F f, per_leaf_options options = {}) {
  return detail::make_per_leaf(
      std::move(name), true,
      [f = std::move(f)](leaf_view& leaf) { f(leaf.update(), leaf.param()); }, options);
}

}  // namespace optaxx
