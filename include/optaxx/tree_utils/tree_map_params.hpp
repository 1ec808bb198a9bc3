#pragma once

#include <functional>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// A state with other arrays where it has a tree like the parameters: f(array) of each of those.
/// All else is a copy, or `transform_non_params` of it. Mirrors optax.tree.map_params.
///
///     tree_map_params(tx, [](const array& a) { return astype(a, dtype::bf16); }, state)
///
/// What is like the parameters is found by what `init` lays out for parameters that are a single
/// array in a struct of its own; behind a mask that is a function, this sees nothing that it knows.
/// Throws tree_mismatch if the state is not one of this transformation.
tree tree_map_params(const transformation& initable,
                     const std::function<array(const array& value)>& f, const tree& state,
                     const std::function<array(const array& value)>& transform_non_params = {});
/// The same with the leaves of a tree that is like the parameters beside them: f(array, of_rest).
/// Throws tree_mismatch if it is not like them.
tree tree_map_params(const transformation& initable,
                     const std::function<array(const array& value, const array& of_rest)>& f,
                     const tree& state, const tree& rest,
                     const std::function<array(const array& value)>& transform_non_params = {});

namespace tree_utils {
using optaxx::tree_map_params;
}  // namespace tree_utils

}  // namespace optaxx
