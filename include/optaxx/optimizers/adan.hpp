#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Adan: chain(scale_by_adan, add_decayed_weights, scale_by_learning_rate). Xie et al. 2022
/// (arXiv:2208.06677). Mirrors optax.adan. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class B3 = number>
struct adan_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.98);                          ///< Decay of the gradient.
  B2 b2 = or_default<B2>(0.92);                          ///< Decay of its change.
  B3 b3 = or_default<B3>(0.99);                          ///< Decay of the square.
  number eps = 1e-8;                                     ///< Added outside the root.
  number eps_root = 1e-8;                                ///< Added inside the root.
  scalar_or_schedule weight_decay = 0.0;                 ///< A number or a schedule.
  leaf_mask mask = {};                                   ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, b1, b2, b3, eps, eps_root, weight_decay, mask)
};

namespace detail {
transformation make_adan(const adan_options<>& o);
}

inline constexpr factory<transformation, adan_options, 1, scalar_or_schedule, number, number,
                         number>
    adan{detail::make_adan};

}  // namespace optaxx
