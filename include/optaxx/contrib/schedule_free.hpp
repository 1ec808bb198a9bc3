#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// The parameters are y = b1 * x + (1 - b1) * z, between an average x and the iterates z of a base
/// optimizer, whose updates are u:
///
///     max_lr = max(max_lr, learning_rate);  weight_sum = weight_sum + max_lr^weight_lr_power
///     c = max_lr^weight_lr_power / weight_sum;  x = (y - (1 - b1) * z) / b1
///     z = z + u;  x = (1 - c) * x + c * z;  u = b1 * x + (1 - b1) * z - y
///
/// Defazio et al. 2024 (arXiv:2405.15682). The learning rate must also be the base optimizer's. The
/// x to evaluate a model with are `schedule_free_eval_params`. Mirrors optax.contrib.schedule_free,
/// whose step_count begins at 1. Needs params. State: ScheduleFreeState(b1, weight_sum, step_count,
/// max_lr, base_optimizer_state, z).
template <class BaseOptimizer = transformation, class LearningRate = scalar_or_schedule>
struct schedule_free_options {
  BaseOptimizer base_optimizer = missing<BaseOptimizer>();  ///< Required. Without momentum.
  LearningRate learning_rate = missing<LearningRate>();     ///< Required. A number or a schedule.
  number b1 = 0.9;                                          ///< How near to the average; not 0.
  number weight_lr_power = 2.0;                             ///< Of the weights in the average.
  std::optional<dtype> state_dtype = {};                    ///< Of z; unset: as the parameter.
  OPTAXX_FIELDS(base_optimizer, learning_rate, b1, weight_lr_power, state_dtype)
};

namespace detail {
transformation make_schedule_free(const schedule_free_options<>& o);
}

inline constexpr factory<transformation, schedule_free_options, 2, transformation,
                         scalar_or_schedule>
    schedule_free{detail::make_schedule_free};

/// The parameters x to evaluate a model with: (y - (1 - b1) * z) / b1. Mirrors
/// optax.contrib.schedule_free_eval_params. Throws std::invalid_argument unless the state is a
/// ScheduleFreeState, and tree_mismatch unless the parameters are like its z.
tree schedule_free_eval_params(const tree& state, const tree& params);

}  // namespace optaxx::contrib
