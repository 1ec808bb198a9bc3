#pragma once

#include <cstdint>

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// The largest element of all leaves, NaN if there is one; -inf of none. Mirrors optax.tree.max.
double tree_max(const tree& t);
/// The smallest element, NaN if there is one; inf of none. Mirrors optax.tree.min.
double tree_min(const tree& t);
/// How many elements there are. Mirrors optax.tree.size.
std::int64_t tree_size(const tree& t);

namespace tree_utils {
using optaxx::tree_max;
using optaxx::tree_min;
using optaxx::tree_size;
}  // namespace tree_utils

}  // namespace optaxx
