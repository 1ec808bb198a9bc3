#pragma once

#include <vector>

#include "optaxx/core/tree.hpp"
#include "optaxx/random/prng_key.hpp"

namespace optaxx {

/// A key for each leaf, in the tree's order. Mirrors optax.tree.split_key_like.
std::vector<prng_key> tree_split_key_like(const prng_key& key, const tree& target);

/// A tree of standard normal numbers, drawn for each leaf with a key of its own. Mirrors
/// optax.tree.random_like. Throws std::invalid_argument if a leaf is neither float32 nor float64.
tree tree_random_like(const prng_key& key, const tree& target);

/// The tree with the words of its typed keys, arrays of uint32, in place of these: to compare
/// states that hold keys. Mirrors optax.tree.unwrap_random_key_data.
tree tree_unwrap_random_key_data(const tree& input_tree);

namespace tree_utils {
using optaxx::tree_random_like;
using optaxx::tree_split_key_like;
using optaxx::tree_unwrap_random_key_data;
}  // namespace tree_utils

}  // namespace optaxx
