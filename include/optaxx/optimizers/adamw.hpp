#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Adam with decoupled weight decay: chain(scale_by_adam, add_decayed_weights,
/// scale_by_learning_rate). Loshchilov and Hutter 2017 (arXiv:1711.05101). Mirrors optax.adamw: the
/// decay is multiplied by the learning rate. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct adamw_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-8);                       ///< Added outside the root.
  number eps_root = 0.0;                                 ///< Added inside the root.
  std::optional<dtype> mu_dtype = {};      ///< Storage of `mu`; unset: as the parameter.
  scalar_or_schedule weight_decay = 1e-4;  ///< A number or a schedule.
  leaf_mask mask = {};                     ///< Leaves that decay; unset: all.
  bool nesterov = false;                   ///< Whether the first moment looks one step ahead.
  std::optional<dtype> nu_dtype = {};      ///< Storage of `nu`; unset: as the parameter.
  static constexpr int own = 1;            ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, eps_root, mu_dtype, weight_decay, mask, nesterov,
                nu_dtype)
};

namespace detail {
transformation make_adamw(const adamw_options<>& o);
}

inline constexpr factory<transformation, adamw_options, 1, scalar_or_schedule, number, number,
                         number>
    adamw{detail::make_adamw};

}  // namespace optaxx
