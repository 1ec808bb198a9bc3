#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// AdaBelief: chain(scale_by_belief, scale_by_learning_rate). Zhuang et al. 2020
/// (arXiv:2010.07468). Mirrors optax.adabelief.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number, class EpsRoot = number>
struct adabelief_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the squared surprise.
  Eps eps = or_default<Eps>(1e-16);                      ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(1e-16);         ///< Added to `nu` in every step.
  bool nesterov = false;  ///< Whether the first moment looks one step ahead.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, eps_root, nesterov)
};

namespace detail {
transformation make_adabelief(const adabelief_options<>& o);
}

inline constexpr factory<transformation, adabelief_options, 1, scalar_or_schedule, number, number,
                         number, number>
    adabelief{detail::make_adabelief};

}  // namespace optaxx
