#pragma once

#include <functional>
#include <string>

#include "recipe/run/modules.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

inline void add_function(known_names& names, const std::string& name,
                         std::function<value(const call_site&)> run) {
  names.emplace(name, make_function(name, std::move(run)));
}

// One for each module of Python.
void add_optax(known_names& names);
/// What is called otherwise than in Optax; behind add_optax.
void add_optax_extras(known_names& names);
void add_optax_tree(known_names& names);
/// Norms, moments and the like of trees of arrays, and the named tuples of states.
void add_optax_arrays(known_names& names);
/// What is true of whole trees of arrays, and their shapes.
void add_optax_tree_arrays(known_names& names);
/// Transformations from functions of the text.
void add_text_transformations(known_names& names);
void add_optaxx(known_names& names);
void add_jax(known_names& names);
void add_jax_random(known_names& names);
/// Trees as their leaves.
void add_jax_trees(known_names& names);
void add_flax(known_names& names);
void add_jnp(known_names& names);
/// Functions of arrays with axes.
void add_jnp_arrays(known_names& names);
/// Arrays of jax.numpy and numpy, and what is looked up in them.
void add_arrays(known_names& names);
void add_array_making(known_names& names);
void add_array_properties(known_names& names);
/// numpy and math; behind add_jnp.
void add_numpy(known_names& names);
void add_python(known_names& names);
void add_objects(known_names& names);
void add_logging(known_names& names);
/// NamedTuples, and the types that isinstance is asked about.
void add_records(known_names& names);
void add_re(known_names& names);

}  // namespace optaxx::recipes
