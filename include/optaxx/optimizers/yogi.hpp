#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Yogi: chain(scale_by_yogi, scale_by_learning_rate). Zaheer et al. 2018 (Adaptive Methods for
/// Nonconvex Optimization). Mirrors optax.yogi.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct yogi_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-3);                       ///< Added outside the root.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps)
};

namespace detail {
transformation make_yogi(const yogi_options<>& o);
}

inline constexpr factory<transformation, yogi_options, 1, scalar_or_schedule, number, number,
                         number>
    yogi{detail::make_yogi};

}  // namespace optaxx
