#pragma once

#include <optional>

#include "optaxx/core/tree.hpp"

// A sum per leaf in double over fixed blocks, rounded to the leaf's dtype; leaves added from left
// to right. All throw tree_mismatch if a leaf is no float.
namespace optaxx {

/// The sum of all elements. Mirrors optax.tree.sum.
double tree_sum(const tree& t);
/// The sum of x * y, products in the leaf's dtype. Mirrors optax.tree.vdot. Throws tree_mismatch if
/// the trees differ in structure, shapes or dtypes.
double tree_vdot(const tree& x, const tree& y);

/// Which norm of all elements together.
enum class norm_order { one, two, inf };

/// Mirrors optax.tree.norm: sqrt(sum of squares), the sum of absolute values, or the largest of
/// them; the square of it if asked. Only here: with every leaf in another float dtype, so that a
/// bfloat16 tree has a float32 norm. Throws std::invalid_argument if that is no float dtype.
double tree_norm(const tree& t, norm_order ord = norm_order::two, bool squared = false,
                 std::optional<dtype> computed_in = std::nullopt);

namespace tree_utils {
using optaxx::norm_order;
using optaxx::tree_norm;
using optaxx::tree_sum;
using optaxx::tree_vdot;
}  // namespace tree_utils

}  // namespace optaxx
