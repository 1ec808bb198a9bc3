#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Updates of zero where the mask is true: masked(set_to_zero(), mask). Mirrors optax.freeze. It
/// belongs at the end of a chain, and what stands in front of it still keeps a state for frozen
/// leaves; selective_transform does not. State: MaskedState(inner_state).
template <class Mask = leaf_mask>
struct freeze_options {
  Mask mask = missing<Mask>();  ///< Required. The frozen leaves.
  OPTAXX_FIELDS(mask)
};

namespace detail {
transformation make_freeze(const freeze_options<>& o);
}

inline constexpr factory<transformation, freeze_options, 1, leaf_mask> freeze{detail::make_freeze};

}  // namespace optaxx
