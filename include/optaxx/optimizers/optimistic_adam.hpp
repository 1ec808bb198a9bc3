#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// chain(scale_by_adam, scale_by_optimistic_gradient, scale_by_learning_rate(1.0)), with the
/// learning rate for alpha and the optimism for beta. Daskalakis et al. 2018 (arXiv:1711.00141).
/// Mirrors optax.optimistic_adam, which Optax replaces by optimistic_adam_v2.
template <class LearningRate = number, class Optimism = std::optional<number>, class B1 = number,
          class B2 = number>
struct optimistic_adam_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required.
  Optimism optimism = or_default<Optimism>(
      std::nullopt);  ///< Weight of the change from the step before; unset: the learning rate.
  B1 b1 = or_default<B1>(0.9);         ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);       ///< Decay of the second moment.
  number eps = 1e-8;                   ///< Added outside the root.
  number eps_root = 0.0;               ///< Added inside the root.
  std::optional<dtype> mu_dtype = {};  ///< Storage of `mu`; unset: as the parameter.
  bool nesterov = true;                ///< Whether the first moment looks one step ahead.
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu`; unset: as the parameter.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(learning_rate, optimism, b1, b2, eps, eps_root, mu_dtype, nesterov, nu_dtype)
};

namespace detail {
transformation make_optimistic_adam(const optimistic_adam_options<>& o);
}

inline constexpr factory<transformation, optimistic_adam_options, 1, number, std::optional<number>,
                         number, number>
    optimistic_adam{detail::make_optimistic_adam};

}  // namespace optaxx
