#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Momentum with a model of the loss. With b = beta, but 0 in the first step, and
/// a = 1 + learning_rate * weight_decay:
///
///     exp_avg = b * exp_avg + (1 - b) * u;  barf = b * barf + (1 - b) * value
///     gamma = b * gamma + (1 - b) * <u, p>
///     tau = min(learning_rate, max(a * (barf - lb - gamma) + <exp_avg, p>, 0) / ||exp_avg||^2)
///     u = -learning_rate * weight_decay / a * p - tau * exp_avg
///
/// Schaipp et al. 2023 (arXiv:2305.07583), algorithm 1: the sign of the step is in it. Mirrors
/// optax.contrib.momo. Needs params, and the loss as the extra argument `value`: throws
/// std::invalid_argument without it. State: MomoState(exp_avg, barf, gamma, lb, count).
template <class LearningRate = scalar_or_schedule, class Beta = number>
struct momo_options {
  LearningRate learning_rate = or_default<LearningRate>(1.0);  ///< The largest rate.
  Beta beta = or_default<Beta>(0.9);                           ///< Decay of the means.
  number lower_bound = 0.0;                                    ///< Of the loss.
  number weight_decay = 0.0;                                   ///< Of the parameters.
  bool adapt_lower_bound = false;                              ///< Whether `lb` is estimated.
  OPTAXX_FIELDS(learning_rate, beta, lower_bound, weight_decay, adapt_lower_bound)
};

namespace detail {
transformation make_momo(const momo_options<>& o);
}

inline constexpr factory<transformation, momo_options, 0, scalar_or_schedule, number> momo{
    detail::make_momo};

}  // namespace optaxx::contrib
