#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// chain(scale_by_adam, scale_by_optimistic_gradient, scale_by_learning_rate). Daskalakis et al.
/// 2018 (arXiv:1711.00141). Mirrors optax.optimistic_adam_v2.
template <class LearningRate = scalar_or_schedule>
struct optimistic_adam_v2_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  number alpha = 1.0;                                    ///< Weight of the step.
  number beta = 1.0;                   ///< Weight of the change from the step before.
  number b1 = 0.9;                     ///< Decay of the first moment.
  number b2 = 0.999;                   ///< Decay of the second moment.
  number eps = 1e-8;                   ///< Added outside the root.
  number eps_root = 0.0;               ///< Added inside the root.
  std::optional<dtype> mu_dtype = {};  ///< Storage of `mu`; unset: as the parameter.
  bool nesterov = true;                ///< Whether the first moment looks one step ahead.
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu`; unset: as the parameter.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(learning_rate, alpha, beta, b1, b2, eps, eps_root, mu_dtype, nesterov, nu_dtype)
};

namespace detail {
transformation make_optimistic_adam_v2(const optimistic_adam_v2_options<>& o);
}

inline constexpr factory<transformation, optimistic_adam_v2_options, 1, scalar_or_schedule>
    optimistic_adam_v2{detail::make_optimistic_adam_v2};

}  // namespace optaxx
