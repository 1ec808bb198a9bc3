#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// LAMB: chain(scale_by_adam, add_decayed_weights, scale_by_trust_ratio, scale_by_learning_rate).
/// You et al. 2019 (arXiv:1904.00962). Mirrors optax.lamb. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct lamb_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-6);                       ///< Added outside the root.
  number eps_root = 0.0;                                 ///< Added inside the root.
  scalar_or_schedule weight_decay = 0.0;                 ///< A number or a schedule.
  leaf_mask mask = {};                                   ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, eps_root, weight_decay, mask)
};

namespace detail {
transformation make_lamb(const lamb_options<>& o);
}

inline constexpr factory<transformation, lamb_options, 1, scalar_or_schedule, number, number,
                         number>
    lamb{detail::make_lamb};

}  // namespace optaxx
