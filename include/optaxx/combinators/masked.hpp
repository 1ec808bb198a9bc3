#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The inner transformation on the leaves where the mask is true; the others pass **unchanged**.
/// Mirrors optax.masked: a mask's leaf covers the whole subtree below it, and the inner
/// transformation keeps no state for the others. State: MaskedState(inner_state). Throws
/// tree_mismatch in init if the mask does not fit the parameters.
template <class Inner = transformation, class Mask = leaf_mask>
struct masked_options {
  Inner inner = missing<Inner>();  ///< Required.
  Mask mask = missing<Mask>();     ///< Required. Read once, in init, from the parameters.
  /// Whether extra arguments that are trees like the updates are masked too.
  bool mask_compatible_extra_args = false;
  OPTAXX_FIELDS(inner, mask, mask_compatible_extra_args)
};

namespace detail {
transformation make_masked(const masked_options<>& o);
}

inline constexpr factory<transformation, masked_options, 2, transformation, leaf_mask> masked{
    detail::make_masked};

}  // namespace optaxx
