#pragma once

#include <utility>

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// Sums of gradients per example, whose leaves have an axis of examples in front: each example's
/// gradients, all leaves together, are shortened to an L2 norm of at most l2_norm_clip. The second
/// tree is the number of examples that were. Abadi et al. 2016 (arXiv:1607.00133). Mirrors
/// optax.per_example_global_norm_clip. Norms and sums are made in double precision and rounded to
/// the leaf's dtype; those of leaves that are no floats are float32. Throws tree_mismatch if a leaf
/// has no axis of examples, or another number of them than the first.
std::pair<tree, tree> per_example_global_norm_clip(const tree& grads, double l2_norm_clip);

/// The same for each of n leaves by itself: with a norm of at most global_l2_norm_clip / sqrt(n),
/// or if not uniform, times the root of the leaf's share of all elements. The second tree has a
/// number for each leaf. McMahan et al. 2018 (arXiv:1710.06963). Mirrors
/// optax.per_example_layer_norm_clip.
std::pair<tree, tree> per_example_layer_norm_clip(const tree& grads, double global_l2_norm_clip,
                                                  bool uniform = true);

}  // namespace optaxx
