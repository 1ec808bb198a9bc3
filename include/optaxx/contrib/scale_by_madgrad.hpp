#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// With l = (learning_rate + eps) * sqrt(count + 1):
///
///     grad_sum_sq = grad_sum_sq + l * u^2;  s = s + l * u
///     z = x0 - s / (cbrt(grad_sum_sq) + eps);  u = (1 - momentum) * z + momentum * p - p
///
/// Defazio and Jelassi 2021 (arXiv:2101.11075), algorithm 1: the rate and the sign of the step are
/// in it. x0 are the parameters that init was given. Mirrors optax.contrib.scale_by_madgrad. Needs
/// params. State: MadgradState(count, grad_sum_sq, s, x0).
template <class LearningRate = scalar_or_schedule, class Momentum = number, class Eps = number>
struct scale_by_madgrad_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  Momentum momentum = or_default<Momentum>(0.9);         ///< How much of the parameters stays.
  Eps eps = or_default<Eps>(1e-6);                       ///< Added to the rate and to the root.
  OPTAXX_FIELDS(learning_rate, momentum, eps)
};

namespace detail {
transformation make_scale_by_madgrad(const scale_by_madgrad_options<>& o);
}

inline constexpr factory<transformation, scale_by_madgrad_options, 1, scalar_or_schedule, number,
                         number>
    scale_by_madgrad{detail::make_scale_by_madgrad};

}  // namespace optaxx::contrib
