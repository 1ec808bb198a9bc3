#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Adamax: chain(scale_by_adamax, scale_by_learning_rate). Kingma and Ba 2014 (arXiv:1412.6980),
/// algorithm 2. Mirrors optax.adamax.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct adamax_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the largest gradient.
  Eps eps = or_default<Eps>(1e-8);                       ///< Added to the size of the gradient.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps)
};

namespace detail {
transformation make_adamax(const adamax_options<>& o);
}

inline constexpr factory<transformation, adamax_options, 1, scalar_or_schedule, number, number,
                         number>
    adamax{detail::make_adamax};

}  // namespace optaxx
