#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Rectified Adam: chain(scale_by_radam, scale_by_learning_rate). Liu et al. 2019
/// (arXiv:1908.03265). Mirrors optax.radam.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct radam_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-8);                       ///< Added outside the root.
  number eps_root = 0.0;                                 ///< Added inside the root.
  number threshold = 5.0;  ///< From which length of the mean on it rectifies.
  bool nesterov = false;   ///< Whether the first moment looks one step ahead.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, eps_root, threshold, nesterov)
};

namespace detail {
transformation make_radam(const radam_options<>& o);
}

inline constexpr factory<transformation, radam_options, 1, scalar_or_schedule, number, number,
                         number>
    radam{detail::make_radam};

}  // namespace optaxx
