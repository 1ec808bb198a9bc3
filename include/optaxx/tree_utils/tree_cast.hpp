#pragma once

#include <optional>

#include "optaxx/core/tree.hpp"

// Trees of zeros and other numbers, and trees in another float dtype.
namespace optaxx {

/// A tree of zeros. Mirrors optax.tree.zeros_like.
tree tree_zeros_like(const tree& t, std::optional<dtype> type = std::nullopt);
/// A tree of ones. Mirrors optax.tree.ones_like.
tree tree_ones_like(const tree& t, std::optional<dtype> type = std::nullopt);
/// A tree of one number. Mirrors optax.tree.full_like.
tree tree_full_like(const tree& t, double fill_value, std::optional<dtype> type = std::nullopt);
/// The tree in another dtype; unset: as it is. Mirrors optax.tree.cast. Throws tree_mismatch if a
/// leaf is no float, std::invalid_argument if the dtype is none.
tree tree_cast(const tree& t, std::optional<dtype> type);
/// The tree in the dtypes of another one. Mirrors optax.tree.cast_like. Throws tree_mismatch if
/// their structures differ.
tree tree_cast_like(const tree& t, const tree& other);

/// What the dtype of a tree of several dtypes is.
enum class mixed_dtypes { refuse, promote, highest, lowest };

/// The dtype of all leaves, or of mixed ones the widest or narrowest; float32 of a tree without
/// leaves. Mirrors optax.tree.dtype. Throws tree_mismatch if they differ and are refused, or are
/// bfloat16 and float16, neither of which is wider; to promote makes float32 of these two.
dtype tree_dtype(const tree& t, mixed_dtypes handler = mixed_dtypes::refuse);

namespace tree_utils {
using optaxx::mixed_dtypes;
using optaxx::tree_cast;
using optaxx::tree_cast_like;
using optaxx::tree_dtype;
using optaxx::tree_full_like;
using optaxx::tree_ones_like;
using optaxx::tree_zeros_like;
}  // namespace tree_utils

}  // namespace optaxx
