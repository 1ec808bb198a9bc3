#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Frobenius matched gradient descent: chain(scale_by_trust_ratio, scale_by_learning_rate,
/// add_decayed_weights), where with m = 1 / sqrt(1 + learning_rate^2) the learning rate is
/// multiplied by m, and parameters decay by 1 - m. Bernstein et al. 2020 (arXiv:2002.03432).
/// Mirrors optax.fromage. Needs params.
template <class LearningRate = scalar_or_schedule, class MinNorm = number>
struct fromage_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  MinNorm min_norm = or_default<MinNorm>(1e-6);          ///< Least value of the norms.
  OPTAXX_FIELDS(learning_rate, min_norm)
};

namespace detail {
transformation make_fromage(const fromage_options<>& o);
}

inline constexpr factory<transformation, fromage_options, 1, scalar_or_schedule, number> fromage{
    detail::make_fromage};

}  // namespace optaxx
