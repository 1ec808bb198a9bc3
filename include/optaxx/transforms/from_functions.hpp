#pragma once

#include <functional>
#include <string>

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// A pair of functions of the user's, as optax.GradientTransformation(init, update):
///
///     const auto tx = from_functions(
///         "momentum", [](const tree& params) { return zeros_like(params); },
///         [](tree updates, tree& state, const tree& params) { ...; return updates; });
///
/// `init` makes the state, any tree, from the parameters. `update` gets the updates to keep or
/// change, the state to change in place, and the parameters to read, None if the caller gave none;
/// it returns the new updates. Behind a mask all of these hold the selected leaves, and a
/// MaskedNode in place of the others.
///
/// The functions are called on the calling thread, each step on a copy of the state. What they
/// decide must depend on their arguments alone.
///
/// `name` is what describe() and errors say. State: what `init` returns. Throws
/// std::invalid_argument if the name or a function is empty and, in update, tree_mismatch if the
/// updates or the state come back with another structure, shape or dtype. What the functions throw
/// comes through, and nothing has changed.
transformation from_functions(
    std::string name, std::function<tree(const tree& params)> init,
    std::function<tree(tree updates, tree& state, const tree& params)> update);

}  // namespace optaxx
