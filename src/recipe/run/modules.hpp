// What the interpreter asks of the modules of Python. Their tables are in recipe/modules.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

using known_names = std::map<std::string, value, std::less<>>;

/// All that is known by a dotted name.
const known_names& all_names();

/// What is known by a dotted name: "optax.adam", "jnp.pi", "jax.tree.map"; a module for "optax" or
/// "jax.tree".
std::optional<value> find_known(std::string_view dotted_name);

/// What a text knows without an import: optax, jnp, jax, and Python's functions.
const known_names& root_names();

/// What makes transformations, schedules, masks and decisions, by their dotted names.
std::vector<std::string> factories();

/// What may follow a module's name and a dot.
std::vector<std::string> names_in(std::string_view module);

}  // namespace optaxx::recipes
