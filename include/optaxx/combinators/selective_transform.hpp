#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The optimizer on the leaves that are not frozen, and updates of zero on those that are, without
/// a state for them: a partition into "train" and "freeze". Mirrors optax.selective_transform.
///
///     selective_transform(adam(1e-3), {.freeze_mask = paths("backbone/**")})
///
/// State: PartitionState(inner_states: {"freeze": MaskedState, "train": MaskedState}).
template <class Optimizer = transformation, class FreezeMask = leaf_mask>
struct selective_transform_options {
  Optimizer optimizer = missing<Optimizer>();      ///< Required.
  FreezeMask freeze_mask = missing<FreezeMask>();  ///< Required. The frozen leaves.
  OPTAXX_FIELDS(optimizer, freeze_mask)
};

namespace detail {
transformation make_selective_transform(const selective_transform_options<>& o);
}

inline constexpr factory<transformation, selective_transform_options, 2, transformation, leaf_mask>
    selective_transform{detail::make_selective_transform};

}  // namespace optaxx
