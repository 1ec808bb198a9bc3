#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// NovoGrad: chain(scale_by_novograd, scale_by_learning_rate). Ginsburg et al. 2019
/// (arXiv:1905.11286). Mirrors optax.novograd. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct novograd_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.25);                          ///< Decay of the squared norm.
  Eps eps = or_default<Eps>(1e-6);                       ///< Added outside the root.
  number eps_root = 0.0;                                 ///< Added inside the root.
  number weight_decay = 0.0;                             ///< Factor of the parameters.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, eps_root, weight_decay)
};

namespace detail {
transformation make_novograd(const novograd_options<>& o);
}

inline constexpr factory<transformation, novograd_options, 1, scalar_or_schedule, number, number,
                         number>
    novograd{detail::make_novograd};

}  // namespace optaxx
