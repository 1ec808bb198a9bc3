#pragma once

#include "optaxx/combinators/every_k.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Gathers the gradients of k micro-batches and gives the inner transformation their mean
/// (Welford's) or sum; the updates of the other steps are zero, run nothing inside, and `step` then
/// leaves the parameters untouched. Mirrors optax.MultiSteps, except that a NaN does not stay in
/// the accumulator beyond the k steps it belongs to. State: MultiStepsState(mini_step,
/// gradient_step, inner_opt_state, acc_grads, skip_state). Throws std::invalid_argument for k < 1.
template <class Opt = transformation, class EveryKSchedule = every_k>
struct multi_steps_options {
  Opt opt = missing<Opt>();                                     ///< Required.
  EveryKSchedule every_k_schedule = missing<EveryKSchedule>();  ///< Required. k.
  bool use_grad_mean = true;                                    ///< Mean or sum.
  dtype accumulator_dtype = dtype::f32;                         ///< Storage of `acc_grads`.
  OPTAXX_FIELDS(opt, every_k_schedule, use_grad_mean, accumulator_dtype)
};

namespace detail {
transformation make_multi_steps(const multi_steps_options<>& o);
}

inline constexpr factory<transformation, multi_steps_options, 2, transformation, every_k>
    multi_steps{detail::make_multi_steps};
inline constexpr const auto& MultiSteps = multi_steps;

}  // namespace optaxx
