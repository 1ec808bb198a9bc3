#pragma once

#include <optional>
#include <string>

#include "optaxx/core/transform.hpp"
#include "optaxx/transforms/measurement.hpp"
#include "recipe/run/interpreter.hpp"

namespace optaxx::recipes {

/// optax.GradientTransformation of two functions of the text, `init(params)` and
/// `update(updates, state, params)`, which gives updates and state; with extra arguments too if
/// `extra`.
///
/// The state has the structure, the shapes and the types that init gives it: a step that would
/// change them throws tree_mismatch, and has changed nothing. Python's numbers are arrays in it.
transformation text_transformation(const value& init, const value& update, bool extra,
                                   const call_site& site);

/// optax.stateless(f): updates are f(updates, params).
transformation text_stateless(const value& f, const call_site& site);
/// optax.stateless_with_tree_map(f): f(update, param) of each array, or f(update, None).
transformation text_stateless_with_tree_map(const value& f, const call_site& site);

/// f(updates) as optax.snapshot and optax.monitor take it.
measure text_measure(const value& f, interpreter& in, std::uint32_t at);

}  // namespace optaxx::recipes
