#pragma once

#include <optional>
#include <utility>

#include "optaxx/core/options.hpp"
#include "optaxx/core/pair_text.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Adam whose rate is estimated: estim_lr, which only grows. With t = count + 1, d = estim_lr and
/// dlr = d * learning_rate * sqrt(1 - b2^t) / (1 - b1^t):
///
///     exp_avg = b1 * exp_avg + (1 - b1) * d u;  exp_avg_sq = b2 * exp_avg_sq + (1 - b2) * (d u)^2
///     grad_sum = beta3 * grad_sum + dlr * d u / estim_lr0
///     numerator_weighted = beta3 * numerator_weighted + d / estim_lr0 * dlr * <u, params0 - p>
///     estim_lr = max(d, estim_lr_coef * numerator_weighted / sum |grad_sum|)
///     u = -weight_decay * dlr * p - dlr * exp_avg / (sqrt(exp_avg_sq) + estim_lr * eps)
///
/// Mishchenko and Defazio 2023 (arXiv:2306.06101), algorithm 4: the sign of the step is in it.
/// Mirrors optax.contrib.prodigy; the estimate becomes NaN where all updates have been zero. Needs
/// params. State: ProdigyState(exp_avg, exp_avg_sq, grad_sum, params0, estim_lr,
/// numerator_weighted, count).
template <class LearningRate = scalar_or_schedule>
struct prodigy_options {
  LearningRate learning_rate = or_default<LearningRate>(1.0);  ///< What the estimate is scaled by.
  std::pair<number, number> betas = {0.9, 0.999};              ///< Decays of the moments.
  std::optional<number> beta3 = {};                            ///< Unset: the root of betas[1].
  number eps = 1e-8;                                           ///< Added outside the root.
  number estim_lr0 = 1e-6;                                     ///< The first estimate.
  number estim_lr_coef = 1.0;                                  ///< Multiplies the estimate.
  number weight_decay = 0.0;                                   ///< Of the parameters.
  bool safeguard_warmup = false;  ///< Whether grad_sum is without learning_rate.
  OPTAXX_FIELDS(learning_rate, betas, beta3, eps, estim_lr0, estim_lr_coef, weight_decay,
                safeguard_warmup)
};

namespace detail {
transformation make_prodigy(const prodigy_options<>& o);
}

inline constexpr factory<transformation, prodigy_options, 0, scalar_or_schedule> prodigy{
    detail::make_prodigy};

}  // namespace optaxx::contrib
