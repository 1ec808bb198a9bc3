#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Optimistic gradient descent: chain(scale_by_optimistic_gradient, scale_by_learning_rate).
/// Mokhtari et al. 2020 (arXiv:1901.08511). Mirrors optax.optimistic_gradient_descent.
template <class LearningRate = scalar_or_schedule, class Alpha = number, class Beta = number>
struct optimistic_gradient_descent_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  Alpha alpha = or_default<Alpha>(1.0);                  ///< Weight of the gradient.
  Beta beta = or_default<Beta>(1.0);  ///< Weight of the change from the gradient before.
  OPTAXX_FIELDS(learning_rate, alpha, beta)
};

namespace detail {
transformation make_optimistic_gradient_descent(const optimistic_gradient_descent_options<>& o);
}

inline constexpr factory<transformation, optimistic_gradient_descent_options, 1, scalar_or_schedule,
                         number, number>
    optimistic_gradient_descent{detail::make_optimistic_gradient_descent};

}  // namespace optaxx
