#pragma once

#include <optional>

#include "optaxx/combinators/every_k.hpp"
#include "optaxx/combinators/skip_update.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Gathers the gradients of k micro-batches and gives the inner transformation their mean
/// (Welford's) or sum; the updates of the other steps are zero, run nothing inside, and `step` then
/// leaves the parameters untouched, as it does with a micro-batch that is left out. Mirrors
/// optax.MultiSteps, except that a NaN does not stay in the accumulator beyond the k steps it
/// belongs to. State: MultiStepsState(mini_step, gradient_step, inner_opt_state, acc_grads,
/// skip_state). Throws std::invalid_argument for k < 1.
template <class Opt = transformation, class EveryKSchedule = every_k>
struct multi_steps_options {
  Opt opt = missing<Opt>();                                     ///< Required.
  EveryKSchedule every_k_schedule = missing<EveryKSchedule>();  ///< Required. k.
  bool use_grad_mean = true;                                    ///< Mean or sum.
  /// Which micro-batches are left out, as if they had never been; unset: none.
  std::optional<skip_update> should_skip_update_fn = std::nullopt;
  dtype accumulator_dtype = dtype::f32;  ///< Storage of `acc_grads`.
  OPTAXX_FIELDS(opt, every_k_schedule, use_grad_mean, should_skip_update_fn, accumulator_dtype)
};

namespace detail {
transformation make_multi_steps(const multi_steps_options<>& o);
}

inline constexpr factory<transformation, multi_steps_options, 2, transformation, every_k>
    multi_steps{detail::make_multi_steps};
inline constexpr const auto& MultiSteps = multi_steps;

/// Whether the step that made this MultiStepsState was a gradient step. Mirrors
/// optax.MultiSteps.has_updated.
bool has_updated(const tree& state);

}  // namespace optaxx
