#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Adamax with weight decay: chain(scale_by_adamax, add_decayed_weights, scale_by_learning_rate).
/// Mirrors optax.adamaxw. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct adamaxw_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the largest gradient.
  Eps eps = or_default<Eps>(1e-8);                       ///< Added to the size of the gradient.
  scalar_or_schedule weight_decay = 1e-4;                ///< A number or a schedule.
  leaf_mask mask = {};                                   ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, weight_decay, mask)
};

namespace detail {
transformation make_adamaxw(const adamaxw_options<>& o);
}

inline constexpr factory<transformation, adamaxw_options, 1, scalar_or_schedule, number, number,
                         number>
    adamaxw{detail::make_adamaxw};

}  // namespace optaxx
