#pragma once

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// The tree as often as a batch of that shape has entries: each array gets these extents in front
/// of its own. Mirrors optax.tree.batch_shape. Throws std::invalid_argument if an array then has
/// more than `shape::max_rank` axes.
tree tree_batch_shape(const tree& t, const shape& batch = {});

namespace tree_utils {
using optaxx::tree_batch_shape;
}  // namespace tree_utils

}  // namespace optaxx
