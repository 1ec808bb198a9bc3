#pragma once

#include <cstdint>
#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Schedule-free AdamW: schedule_free(chain(scale_by_rms, add_decayed_weights,
/// scale_by_learning_rate)), with eps outside the root and a bias correction, and with a linear
/// warm-up from 0 if warmup_steps is set. Defazio et al. 2024 (arXiv:2405.15682). Mirrors
/// optax.contrib.schedule_free_adamw. Needs params.
template <class LearningRate = scalar_or_schedule>
struct schedule_free_adamw_options {
  LearningRate learning_rate = or_default<LearningRate>(0.0025);  ///< With a warm-up a number.
  std::optional<std::int64_t> warmup_steps = {};                  ///< Unset: no warm-up.
  number b1 = 0.9;                        ///< How near to the average; not 0.
  number b2 = 0.999;                      ///< Decay of the second moment.
  number eps = 1e-8;                      ///< Added outside the root.
  scalar_or_schedule weight_decay = 0.0;  ///< A number or a schedule.
  number weight_lr_power = 2.0;           ///< Of the weights in the average.
  std::optional<dtype> state_dtype = {};  ///< Of z; unset: as the parameter.
  leaf_mask mask = {};                    ///< Leaves that decay; unset: all.
  static constexpr int own = 1;           ///< Optax has no mask.
  OPTAXX_FIELDS(learning_rate, warmup_steps, b1, b2, eps, weight_decay, weight_lr_power,
                state_dtype, mask)
};

namespace detail {
transformation make_schedule_free_adamw(const schedule_free_adamw_options<>& o);
}

inline constexpr factory<transformation, schedule_free_adamw_options, 0, scalar_or_schedule>
    schedule_free_adamw{detail::make_schedule_free_adamw};

}  // namespace optaxx::contrib
