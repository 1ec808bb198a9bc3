#pragma once

#include <cstdint>
#include <optional>

#include "optaxx/contrib/hutchinson_estimator_diag_hessian.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Sophia: chain(the rule, add_decayed_weights, scale_by_learning_rate). With h the diagonal of the
/// Hessian, which hessian_diagonal_fn makes of the gradients every update_interval steps, and t =
/// count + 1:
///
///     mu = (1 - b1) * u + b1 * mu
///     u = clip((mu / (1 - b1^t)) / max(gamma * nu, eps), -clip_threshold, clip_threshold)
///     nu = (1 - b2) * h + b2 * nu, behind it, in the first of each update_interval steps
///
/// Liu et al. 2023 (arXiv:2305.14342). Mirrors optax.contrib.sophia. Needs params, and the extra
/// arguments of hessian_diagonal_fn: hvp_fn for Hutchinson's estimator. With verbose, every
/// print_win_rate_every_n_steps steps the standard output gets the share of updates that were not
/// clipped. State of the rule: SophiaState(count, mu, nu, hessian_fn_state).
/// Throws std::invalid_argument for an update_interval below 1.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct sophia_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.965);                         ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.99);                          ///< Decay of the diagonal of the Hessian.
  Eps eps = or_default<Eps>(1e-8);                       ///< The least that is divided by.
  scalar_or_schedule weight_decay = 1e-4;                ///< A number or a schedule.
  leaf_mask weight_decay_mask = {};                      ///< Leaves that decay; unset: all.
  number gamma = 0.01;                                   ///< Weight of the diagonal.
  std::optional<number> clip_threshold = 1.0;            ///< Largest update; unset: any.
  std::int64_t update_interval = 10;                     ///< Steps from one diagonal to the next.
  transformation hessian_diagonal_fn = hutchinson_estimator_diag_hessian();  ///< Makes it.
  std::optional<dtype> mu_dtype = {};             ///< Storage of `mu`; unset: as the parameter.
  bool verbose = false;                           ///< Whether it prints.
  std::int64_t print_win_rate_every_n_steps = 0;  ///< 0: never.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, weight_decay, weight_decay_mask, gamma, clip_threshold,
                update_interval, hessian_diagonal_fn, mu_dtype, verbose,
                print_win_rate_every_n_steps)
};

namespace detail {
transformation make_sophia(const sophia_options<>& o);
transformation make_scale_by_sophia(const sophia_options<>& o);  ///< The rule alone.
}  // namespace detail

inline constexpr factory<transformation, sophia_options, 1, scalar_or_schedule, number, number,
                         number>
    sophia{detail::make_sophia};

}  // namespace optaxx::contrib
