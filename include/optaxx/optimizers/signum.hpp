#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The sign of a momentum: chain(ema without bias correction, scale_by_sign,
/// scale_by_learning_rate). Bernstein et al. 2018 (arXiv:1802.04434). Mirrors optax.signum.
template <class LearningRate = scalar_or_schedule, class Beta = number>
struct signum_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  Beta beta = or_default<Beta>(0.9);                     ///< Decay of the mean.
  std::optional<dtype> accumulator_dtype = {};  ///< Storage of the mean; unset: as the parameter.
  OPTAXX_FIELDS(learning_rate, beta, accumulator_dtype)
};

namespace detail {
transformation make_signum(const signum_options<>& o);
}

inline constexpr factory<transformation, signum_options, 1, scalar_or_schedule, number> signum{
    detail::make_signum};

}  // namespace optaxx
