#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// MADGRAD: chain(add_decayed_weights, scale_by_madgrad). Defazio and Jelassi 2021
/// (arXiv:2101.11075). Mirrors optax.contrib.madgrad. Needs params.
template <class LearningRate = scalar_or_schedule, class Momentum = number,
          class WeightDecay = number, class Eps = number>
struct madgrad_options {
  LearningRate learning_rate = missing<LearningRate>();     ///< Required. A number or a schedule.
  Momentum momentum = or_default<Momentum>(0.9);            ///< How much of the parameters stays.
  WeightDecay weight_decay = or_default<WeightDecay>(0.0);  ///< Added to the gradients.
  Eps eps = or_default<Eps>(1e-6);                          ///< Added to the rate and to the root.
  leaf_mask mask = {};                                      ///< Leaves that decay; unset: all.
  static constexpr int own = 1;                             ///< Optax has no mask.
  OPTAXX_FIELDS(learning_rate, momentum, weight_decay, eps, mask)
};

namespace detail {
transformation make_madgrad(const madgrad_options<>& o);
}

inline constexpr factory<transformation, madgrad_options, 1, scalar_or_schedule, number, number,
                         number>
    madgrad{detail::make_madgrad};

}  // namespace optaxx::contrib
