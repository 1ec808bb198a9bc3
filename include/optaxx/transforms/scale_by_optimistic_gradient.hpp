#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = (alpha + beta) * u - beta * (u of the step before, in a first step alpha * u). Mokhtari et
/// al. 2020 (arXiv:1901.08511). Mirrors optax.scale_by_optimistic_gradient. State:
/// ScaleByOptimisticGradientState(is_initial_step, previous_gradient).
template <class Alpha = number, class Beta = number>
struct scale_by_optimistic_gradient_options {
  Alpha alpha = or_default<Alpha>(1.0);  ///< Weight of the gradient.
  Beta beta = or_default<Beta>(1.0);     ///< Weight of the change from the gradient before.
  OPTAXX_FIELDS(alpha, beta)
};

namespace detail {
transformation make_scale_by_optimistic_gradient(const scale_by_optimistic_gradient_options<>& o);
}

inline constexpr factory<transformation, scale_by_optimistic_gradient_options, 0, number, number>
    scale_by_optimistic_gradient{detail::make_scale_by_optimistic_gradient};

}  // namespace optaxx
