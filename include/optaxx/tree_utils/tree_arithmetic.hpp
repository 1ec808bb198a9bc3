#pragma once

#include <optional>

#include "optaxx/core/number.hpp"
#include "optaxx/core/tree.hpp"

// Element by element, each operation rounded once in the leaf's dtype. All throw tree_mismatch if
// trees differ in structure, shapes or dtypes, or have other leaves.
namespace optaxx {

/// x + y. Mirrors optax.tree.add, of two trees.
tree tree_add(const tree& x, const tree& y);
/// x - y. Mirrors optax.tree.sub.
tree tree_sub(const tree& x, const tree& y);
/// x * y. Mirrors optax.tree.mul.
tree tree_mul(const tree& x, const tree& y);
/// x / y. Mirrors optax.tree.div.
tree tree_div(const tree& x, const tree& y);
/// scalar * x. Mirrors optax.tree.scale.
tree tree_scale(const number& scalar, const tree& x);
/// x + scalar * y. Mirrors optax.tree.add_scale.
tree tree_add_scale(const tree& x, const number& scalar, const tree& y);
/// min(max(x, min_value), max_value); an unset bound is none. Mirrors optax.tree.clip.
tree tree_clip(const tree& x, const std::optional<number>& min_value,
               const std::optional<number>& max_value);
/// x if the condition holds, otherwise y. Mirrors optax.tree.where, of one condition.
tree tree_where(bool condition, const tree& x, const tree& y);

namespace tree_utils {
using optaxx::tree_add;
using optaxx::tree_add_scale;
using optaxx::tree_clip;
using optaxx::tree_div;
using optaxx::tree_mul;
using optaxx::tree_scale;
using optaxx::tree_sub;
using optaxx::tree_where;
}  // namespace tree_utils

}  // namespace optaxx
