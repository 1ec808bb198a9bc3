#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// ACProp: chain(scale_by_acprop, add_decayed_weights, scale_by_learning_rate). Zhuang et al. 2021
/// (arXiv:2110.05454). Mirrors optax.contrib.acprop. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number, class EpsRoot = number>
struct acprop_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the squared surprise.
  Eps eps = or_default<Eps>(1e-16);                      ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(1e-16);         ///< Added to `nu` in every step.
  scalar_or_schedule weight_decay = 0.0;                 ///< A number or a schedule.
  leaf_mask mask = {};                                   ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, eps_root, weight_decay, mask)
};

namespace detail {
transformation make_acprop(const acprop_options<>& o);
}

inline constexpr factory<transformation, acprop_options, 1, scalar_or_schedule, number, number,
                         number, number>
    acprop{detail::make_acprop};

}  // namespace optaxx::contrib
