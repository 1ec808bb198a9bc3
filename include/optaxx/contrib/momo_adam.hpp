#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Adam with a model of the loss. With t = count + 1, c1 = 1 - b1^t, c2 = 1 - b2^t,
/// a = 1 + learning_rate * weight_decay, and all products of exp_avg with itself over
/// d = eps + sqrt(exp_avg_sq / c2):
///
///     exp_avg = b1 * exp_avg + (1 - b1) * u;  exp_avg_sq = b2 * exp_avg_sq + (1 - b2) * u^2
///     barf = b1 * barf + (1 - b1) * value;  gamma = b1 * gamma + (1 - b1) * <u, p>
///     tau = min(learning_rate / c1,
///               max(a * (barf - c1 * lb - gamma) + <exp_avg, p>, 0) / <exp_avg, exp_avg / d>)
///     u = -learning_rate * weight_decay / a * p - tau * exp_avg / d
///
/// Schaipp et al. 2023 (arXiv:2305.07583), algorithm 2: the sign of the step is in it. Mirrors
/// optax.contrib.momo_adam. Needs params, and the loss as the extra argument `value`: throws
/// std::invalid_argument without it. State: MomoAdamState(exp_avg, exp_avg_sq, barf, gamma, lb,
/// count).
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct momo_adam_options {
  LearningRate learning_rate = or_default<LearningRate>(1e-2);  ///< The largest rate.
  B1 b1 = or_default<B1>(0.9);                                  ///< Decay of the means.
  B2 b2 = or_default<B2>(0.999);                                ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-8);                              ///< Added outside the root.
  number lower_bound = 0.0;                                     ///< Of the loss.
  number weight_decay = 0.0;                                    ///< Of the parameters.
  bool adapt_lower_bound = false;                               ///< Whether `lb` is estimated.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, lower_bound, weight_decay, adapt_lower_bound)
};

namespace detail {
transformation make_momo_adam(const momo_adam_options<>& o);
}

inline constexpr factory<transformation, momo_adam_options, 0, scalar_or_schedule, number, number,
                         number>
    momo_adam{detail::make_momo_adam};

}  // namespace optaxx::contrib
