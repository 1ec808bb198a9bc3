#pragma once

#include <functional>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// f(updates, params) on whole trees; the parameters are None if the caller gave none. Mirrors
/// optax.stateless. f returns a tree of the same structure, shapes and dtypes; under a mask both
/// trees have a MaskedNode where a leaf is not selected. Throws std::invalid_argument if f is
/// empty.
transformation stateless(std::function<tree(tree updates, const tree& params)> f);

/// f(update, param) on each array, in order; `param` is null if the caller gave no parameters.
/// Mirrors optax.stateless_with_tree_map. f returns an array of the same shape and dtype.
transformation stateless_with_tree_map(
    std::function<array(const array& update, const array* param)> f);

}  // namespace optaxx
