#pragma once

#include "optaxx/core/labelled.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Each leaf to the transformation of its label. Mirrors optax.partition and optax.multi_transform;
/// a label's leaf covers the whole subtree below it.
///
///     partition({{"decay", adamw(1e-3)}, {"frozen", set_to_zero()}}, label_tree{{"w", "decay"},
///     {"b", "frozen"}})
///
/// State: PartitionState(inner_states: {label: MaskedState(inner_state)}). Throws
/// std::invalid_argument for a label given twice and, in init, tree_mismatch for a label without a
/// transformation.
template <class Transforms = labelled_transformations, class ParamLabels = leaf_labels>
struct partition_options {
  Transforms transforms = missing<Transforms>();  ///< Required. Pairs of label and transformation.
  ParamLabels param_labels =
      missing<ParamLabels>();  ///< Required. Read once, in init, from the parameters.
  /// Whether extra arguments that are trees like the updates are masked too.
  bool mask_compatible_extra_args = false;
  OPTAXX_FIELDS(transforms, param_labels, mask_compatible_extra_args)
};

namespace detail {
transformation make_partition(const partition_options<>& o);
}

inline constexpr factory<transformation, partition_options, 2, labelled_transformations,
                         leaf_labels>
    partition{detail::make_partition};
inline constexpr const auto& multi_transform = partition;

}  // namespace optaxx
