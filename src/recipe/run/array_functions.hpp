#pragma once

#include <map>
#include <string>
#include <vector>

#include "recipe/run/methods.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

// jnp's functions of arrays with axes; numbers and lists of numbers are such arrays too.

using array_function = value (*)(const call_site& site);
using array_functions = std::map<std::string, array_function, std::less<>>;

/// sum, mean, linalg.norm, ...
const array_functions& functions_along_axes();
/// full, zeros_like, ...
const array_functions& functions_that_make();
/// jnp.zeros and jnp.ones: an array of a shape whose elements are all the same.
value array_of_shape(const std::string& name, std::int64_t number, const call_site& site);
/// reshape, concatenate, ...
const array_functions& functions_of_shapes();

/// An argument that jnp takes for an array: a list is one of its items.
value array_argument(const call_site& site, const argument& a);
/// A shape: an int, or a list of ints.
std::vector<std::int64_t> shape_argument(const call_site& site, const argument& a);

/// x.sum(axis=0), x.reshape(-1), ...
const methods& array_methods();

}  // namespace optaxx::recipes
