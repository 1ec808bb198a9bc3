#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Lion: chain(scale_by_lion, add_decayed_weights, scale_by_learning_rate). Chen et al. 2023
/// (arXiv:2302.06675). Mirrors optax.lion; a third of AdamW's learning rate is a good start. Needs
/// params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number>
struct lion_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);             ///< Weight of the old momentum in the direction.
  B2 b2 = or_default<B2>(0.99);            ///< Decay of the momentum.
  std::optional<dtype> mu_dtype = {};      ///< Storage of `mu`; unset: as the parameter.
  scalar_or_schedule weight_decay = 1e-3;  ///< A number or a schedule.
  leaf_mask mask = {};                     ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, b1, b2, mu_dtype, weight_decay, mask)
};

namespace detail {
transformation make_lion(const lion_options<>& o);
}

inline constexpr factory<transformation, lion_options, 1, scalar_or_schedule, number, number> lion{
    detail::make_lion};

}  // namespace optaxx
