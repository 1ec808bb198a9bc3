#pragma once

#include <cstdint>

#include "optaxx/core/number.hpp"
#include "optaxx/core/tree.hpp"

// What moments are made of, for transformations of your own on whole trees. All throw tree_mismatch
// as tree_add does.
namespace optaxx {

/// (1 - decay) * updates^order + decay * moments. Mirrors optax.tree.update_moment.
tree tree_update_moment(const tree& updates, const tree& moments, const number& decay,
                        std::int64_t order);
/// The same: the elements are real. Mirrors optax.tree.update_moment_per_elem_norm.
tree tree_update_moment_per_elem_norm(const tree& updates, const tree& moments, const number& decay,
                                      std::int64_t order);
/// max(|updates| + eps, decay * moments). Mirrors optax.tree.update_infinity_moment.
tree tree_update_infinity_moment(const tree& updates, const tree& moments, const number& decay,
                                 const number& eps);
/// moment / (1 - decay^count). Mirrors optax.tree.bias_correction.
tree tree_bias_correction(const tree& moment, const number& decay, std::int64_t count);

namespace tree_utils {
using optaxx::tree_bias_correction;
using optaxx::tree_update_infinity_moment;
using optaxx::tree_update_moment;
using optaxx::tree_update_moment_per_elem_norm;
}  // namespace tree_utils

}  // namespace optaxx
