#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Distance over weighted gradients: chain(add_decayed_weights, the rule, scale_by_learning_rate),
/// with identity for no decay.
///
///     estim_sq_dist = max(estim_sq_dist, ||init_params - p||^2)
///     weighted_sq_norm_grads = weighted_sq_norm_grads + estim_sq_dist * ||u||^2
///     u = estim_sq_dist / (sqrt(weighted_sq_norm_grads) + eps) * u
///
/// Khaled, Mishchenko and Jin 2023 (arXiv:2305.16284). Mirrors optax.contrib.dowg. Needs params.
/// State of the rule: DoWGState(init_params, weighted_sq_norm_grads, estim_sq_dist).
template <class LearningRate = scalar_or_schedule>
struct dowg_options {
  LearningRate learning_rate = or_default<LearningRate>(1.0);  ///< A number or a schedule.
  std::optional<number> init_estim_sq_dist = {};               ///< The first; unset: eps.
  number eps = 1e-4;                                           ///< Added outside the root.
  std::optional<scalar_or_schedule> weight_decay = {};         ///< Unset: none.
  leaf_mask mask = {};                                         ///< Leaves that decay.
  OPTAXX_FIELDS(learning_rate, init_estim_sq_dist, eps, weight_decay, mask)
};

namespace detail {
transformation make_dowg(const dowg_options<>& o);
transformation make_scale_by_dowg(const dowg_options<>& o);  ///< The rule alone.
}  // namespace detail

inline constexpr factory<transformation, dowg_options, 0, scalar_or_schedule> dowg{
    detail::make_dowg};

}  // namespace optaxx::contrib
