#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Steps of a size of their own for each element, which grows while the gradient keeps its sign and
/// shrinks when it changes:
///
///     s = u * previous
///     size = s == 0 ? size : min(max(size * (s > 0 ? eta_plus : eta_minus), min_step_size),
///                                max_step_size)
///     u, previous = s < 0 ? 0 : previous, s < 0 ? 0 : size * sign(u)
///
/// Riedmiller and Braun 1993 (A Direct Adaptive Method for Faster Backpropagation Learning).
/// Mirrors optax.scale_by_rprop: the update is that of the step before, and the first one is zero.
/// State: ScaleByRpropState(step_sizes, prev_updates).
template <class LearningRate = number, class EtaMinus = number, class EtaPlus = number,
          class MinStepSize = number, class MaxStepSize = number>
struct scale_by_rprop_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. First size of the steps.
  EtaMinus eta_minus = or_default<EtaMinus>(0.5);  ///< Factor of a step that has gone too far.
  EtaPlus eta_plus = or_default<EtaPlus>(1.2);  ///< Factor of a step in the direction of the last.
  MinStepSize min_step_size = or_default<MinStepSize>(1e-6);  ///< The smallest size.
  MaxStepSize max_step_size = or_default<MaxStepSize>(50.0);  ///< The largest size.
  OPTAXX_FIELDS(learning_rate, eta_minus, eta_plus, min_step_size, max_step_size)
};

namespace detail {
transformation make_scale_by_rprop(const scale_by_rprop_options<>& o);
}

inline constexpr factory<transformation, scale_by_rprop_options, 1, number, number, number, number,
                         number>
    scale_by_rprop{detail::make_scale_by_rprop};

}  // namespace optaxx
