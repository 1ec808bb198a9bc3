#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = u + weight_decay * p on the leaves of the mask; the others pass. Loshchilov and Hutter 2017
/// (arXiv:1711.05101). Mirrors optax.add_decayed_weights. Needs params. State: EmptyState or, with
/// a schedule, WeightDecaySchedule(count); inside MaskedState if there is a mask.
template <class WeightDecay = scalar_or_schedule, class Mask = leaf_mask>
struct add_decayed_weights_options {
  WeightDecay weight_decay = or_default<WeightDecay>(0.0);  ///< A number or a schedule.
  Mask mask = or_default<Mask>(leaf_mask());                ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(weight_decay, mask)
};

namespace detail {
transformation make_add_decayed_weights(const add_decayed_weights_options<>& o);
}

inline constexpr factory<transformation, add_decayed_weights_options, 0, scalar_or_schedule,
                         leaf_mask>
    add_decayed_weights{detail::make_add_decayed_weights};

}  // namespace optaxx
