#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Simplified AdEMAMix: chain(scale_by_simplified_ademamix, add_decayed_weights,
/// scale_by_learning_rate). Morwani et al. 2025 (arXiv:2502.02431). Mirrors
/// optax.contrib.simplified_ademamix. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Alpha = scalar_or_schedule, class Eps = number, class EpsRoot = number>
struct simplified_ademamix_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.99);                          ///< Decay of the sum of updates.
  B2 b2 = or_default<B2>(0.95);                          ///< Decay of the second moment.
  Alpha alpha = or_default<Alpha>(0.0);                  ///< Further weight of the newest update.
  Eps eps = or_default<Eps>(1e-8);                       ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);           ///< Added inside the root.
  scalar_or_schedule weight_decay = 0.0;                 ///< A number or a schedule.
  leaf_mask mask = {};                                   ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, b1, b2, alpha, eps, eps_root, weight_decay, mask)
};

namespace detail {
transformation make_simplified_ademamix(const simplified_ademamix_options<>& o);
}

inline constexpr factory<transformation, simplified_ademamix_options, 1, scalar_or_schedule, number,
                         number, scalar_or_schedule, number, number>
    simplified_ademamix{detail::make_simplified_ademamix};

}  // namespace optaxx::contrib
