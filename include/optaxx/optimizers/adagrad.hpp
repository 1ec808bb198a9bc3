#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// AdaGrad: chain(scale_by_rss, scale_by_learning_rate). Duchi, Hazan and Singer 2011 (JMLR 12).
/// Mirrors optax.adagrad.
template <class LearningRate = scalar_or_schedule, class InitialAccumulatorValue = number,
          class Eps = number>
struct adagrad_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  InitialAccumulatorValue initial_accumulator_value =
      or_default<InitialAccumulatorValue>(0.1);  ///< First value of the sum of squares.
  Eps eps = or_default<Eps>(1e-7);               ///< Added inside the root.
  OPTAXX_FIELDS(learning_rate, initial_accumulator_value, eps)
};

namespace detail {
transformation make_adagrad(const adagrad_options<>& o);
}

inline constexpr factory<transformation, adagrad_options, 1, scalar_or_schedule, number, number>
    adagrad{detail::make_adagrad};

}  // namespace optaxx
