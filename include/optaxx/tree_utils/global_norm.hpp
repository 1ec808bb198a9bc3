#pragma once

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// sqrt of the sum of squares of all elements: squares in the leaf's dtype, a sum per leaf in
/// double over fixed blocks, rounded to the leaf's dtype; leaves added from left to right. Mirrors
/// optax.global_norm.
double global_norm(const tree& updates);
/// The same with every leaf in that dtype: float32, for a tree of bfloat16. Only here.
double global_norm(const tree& updates, dtype computed_in);

}  // namespace optaxx
