#pragma once

#include <utility>

#include "optaxx/core/options.hpp"
#include "optaxx/core/pair_text.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// AdamW whose rate is estimated: estim_lr, which only grows. With t = count + 1, s = sqrt(b2) and
/// dlr = estim_lr * learning_rate * sqrt(1 - b2^t) / (1 - b1^t):
///
///     numerator_weighted = s * numerator_weighted
///                          + (1 - s) * dlr * <u, grad_sum / (sqrt(exp_avg_sq) + eps)>
///     exp_avg = b1 * exp_avg + (1 - b1) * dlr * u;  exp_avg_sq = b2 * exp_avg_sq + (1 - b2) * u^2
///     grad_sum = s * grad_sum + (1 - s) * dlr * u
///     estim_lr = max(estim_lr, numerator_weighted / ((1 - s) * sum |grad_sum|))
///     u = -weight_decay * dlr * p - exp_avg / (sqrt(exp_avg_sq) + eps)
///
/// Defazio and Mishchenko 2023 (arXiv:2301.07733), algorithm 5: the sign of the step is in it.
/// Mirrors optax.contrib.dadapt_adamw; the estimate becomes NaN where all updates have been zero.
/// Needs params. State: DAdaptAdamWState(exp_avg, exp_avg_sq, grad_sum, estim_lr,
/// numerator_weighted, count).
template <class LearningRate = scalar_or_schedule>
struct dadapt_adamw_options {
  LearningRate learning_rate = or_default<LearningRate>(1.0);  ///< What the estimate is scaled by.
  std::pair<number, number> betas = {0.9, 0.999};              ///< Decays of the moments.
  number eps = 1e-8;                                           ///< Added outside the root.
  number estim_lr0 = 1e-6;                                     ///< The first estimate.
  number weight_decay = 0.0;                                   ///< Of the parameters.
  OPTAXX_FIELDS(learning_rate, betas, eps, estim_lr0, weight_decay)
};

namespace detail {
transformation make_dadapt_adamw(const dadapt_adamw_options<>& o);
}

inline constexpr factory<transformation, dadapt_adamw_options, 0, scalar_or_schedule> dadapt_adamw{
    detail::make_dadapt_adamw};

}  // namespace optaxx::contrib
