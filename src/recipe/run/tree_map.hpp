#pragma once

#include <functional>
#include <string>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

using key_path = std::vector<path_key>;

/// A tree like the first, with f(path, leaves) for its leaves: each comes with what stands there in
/// the others. `stop`, if given: whether something that is no leaf is taken as one. Throws fault.
value map_tree(const call_site& site, const std::vector<value>& trees,
               const std::function<value(const key_path&, std::vector<value>)>& f,
               const std::function<bool(const value&)>& stop = nullptr);

/// A path as jax.tree_util gives it: a tuple of keys.
value tuple_of(const key_path& path);
/// The names alone: ('dense', 'bias').
value names_of(const key_path& path);
/// "['dense']['bias']".
std::string keystr(const key_path& path);

}  // namespace optaxx::recipes
