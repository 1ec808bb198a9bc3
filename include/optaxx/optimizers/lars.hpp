#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// LARS: chain(add_decayed_weights, masked(scale_by_trust_ratio), scale_by_learning_rate, trace).
/// You et al. 2017 (arXiv:1708.03888). Mirrors optax.lars: the trace stands behind the learning
/// rate. Needs params.
template <class LearningRate = scalar_or_schedule, class WeightDecay = scalar_or_schedule>
struct lars_options {
  LearningRate learning_rate = missing<LearningRate>();     ///< Required. A number or a schedule.
  WeightDecay weight_decay = or_default<WeightDecay>(0.0);  ///< A number or a schedule.
  leaf_mask weight_decay_mask = true;                       ///< Leaves that decay.
  number trust_coefficient = 0.001;                         ///< Factor of the trust ratio.
  number eps = 0.0;                                         ///< Added to the norm of the update.
  leaf_mask trust_ratio_mask = true;                        ///< Leaves that get a trust ratio.
  number momentum = 0.9;                                    ///< Decay of the trace.
  bool nesterov = false;  ///< Whether the trace looks one step ahead.
  OPTAXX_FIELDS(learning_rate, weight_decay, weight_decay_mask, trust_coefficient, eps,
                trust_ratio_mask, momentum, nesterov)
};

namespace detail {
transformation make_lars(const lars_options<>& o);
}

inline constexpr factory<transformation, lars_options, 1, scalar_or_schedule, scalar_or_schedule>
    lars{detail::make_lars};

}  // namespace optaxx
