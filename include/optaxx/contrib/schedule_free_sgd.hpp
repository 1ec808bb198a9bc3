#pragma once

#include <cstdint>
#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Schedule-free SGD: schedule_free(chain(add_decayed_weights, sgd)), without decay the sgd alone,
/// and with a linear warm-up from 0 if warmup_steps is set. Defazio et al. 2024 (arXiv:2405.15682).
/// Mirrors optax.contrib.schedule_free_sgd. Needs params.
template <class LearningRate = scalar_or_schedule>
struct schedule_free_sgd_options {
  LearningRate learning_rate = or_default<LearningRate>(1.0);  ///< With a warm-up a number.
  std::optional<std::int64_t> warmup_steps = {};               ///< Unset: no warm-up.
  number b1 = 0.9;                                             ///< How near to the average; not 0.
  std::optional<scalar_or_schedule> weight_decay = {};         ///< Unset: none.
  number weight_lr_power = 2.0;                                ///< Of the weights in the average.
  std::optional<dtype> state_dtype = {};                       ///< Of z; unset: as the parameter.
  leaf_mask mask = {};                                         ///< Leaves that decay; unset: all.
  static constexpr int own = 1;                                ///< Optax has no mask.
  OPTAXX_FIELDS(learning_rate, warmup_steps, b1, weight_decay, weight_lr_power, state_dtype, mask)
};

namespace detail {
transformation make_schedule_free_sgd(const schedule_free_sgd_options<>& o);
}

inline constexpr factory<transformation, schedule_free_sgd_options, 0, scalar_or_schedule>
    schedule_free_sgd{detail::make_schedule_free_sgd};

}  // namespace optaxx::contrib
