#include <algorithm>

#include "golden/recipes.hpp"

namespace golden {

namespace optax = optaxx;
using optax::step_t;

namespace {

const char* const norms = "the order of the additions in two norms";
const char* const norms_in_trace =
    "the order of the additions in two norms, and terms of the trace cancel";
const char* const normal = "XLA's log1p in normal numbers, and its use of FMA";
const char* const rsqrt = "XLA's rsqrt is an estimate";
const char* const rsqrt_in_trace = "XLA's rsqrt is an estimate, and terms of the trace cancel";
const char* const mixed_norm = "the norm has a part in float32";

}  // namespace

recipe_table x64_recipes() {
  return {
      {"x64_sgd_momentum", optax::sgd(0.1, {.momentum = 0.9})},
      {"x64_sgd_nesterov_mixed",
       optax::sgd(optax::linear_schedule(0.1, 0.01, 25), {.momentum = 0.9, .nesterov = true})},
      {"x64_adam", optax::adam(1e-2)},
      {"x64_adam_mixed", optax::adam(1e-2)},
      {"x64_adam_nesterov", optax::adam(1e-2, {.b2 = 0.99, .nesterov = true})},
      {"x64_adamw_cosine", optax::adamw(optax::cosine_decay_schedule(1e-2, 30, {.exponent = 1.5}),
                                        {.weight_decay = 0.1})},
      {"x64_adamw_schedule",
       optax::adamw(optax::warmup_cosine_decay_schedule(0.0, 1e-2, 8, 30, {.end_value = 1e-4}),
                    {.weight_decay = 0.1})},
      {"x64_ema", optax::ema(0.99)},
      {"x64_scale_by_belief", optax::scale_by_belief()},
      {"x64_radam", optax::radam(1e-2, {.b2 = 0.9})},
      {"x64_adagrad", optax::adagrad(0.1), {4, rsqrt}},
      {"x64_rmsprop_centered_eps_outside",
       optax::rmsprop(1e-2, {.initial_scale = 1.0, .eps_in_sqrt = false, .centered = true})},
      {"x64_nadamw", optax::nadamw(1e-2, {.weight_decay = 0.1})},
      {"x64_zero_nans", optax::zero_nans()},
      {"x64_lars",
       optax::lars(0.1, {.weight_decay = 0.01}),
       {0, norms_in_trace, {.floor = 3}, optax::paths("3/trace/**"), 0}},
      {"x64_clip_by_block_rms", optax::clip_by_block_rms(0.5), {4, norms}},
      {"x64_adaptive_grad_clip", optax::adaptive_grad_clip(0.02), {6, norms}},
      {"x64_scale_by_param_block_rms_mixed", optax::scale_by_param_block_rms(), {3, norms}},
      {"x64_scale_by_factored_rms",
       optax::scale_by_factored_rms({.min_dim_size_to_factor = 3}),
       {4, norms, {}, optax::paths("v_row/**", "v_col/**"), 2}},
      {"x64_scale_by_factored_rms_mixed", optax::scale_by_factored_rms(false)},
      {"x64_adafactor",
       optax::adafactor(1e-2, {.min_dim_size_to_factor = 3, .momentum = 0.9}),
       {0, norms, {.floor = 4}, optax::paths("0/v_row/**", "0/v_col/**", "4/ema/**"), 0}},
      {"x64_noisy_sgd", optax::noisy_sgd(0.1, {.eta = 0.1, .key = 5}), {0, normal, {.floor = 16}}},
      {"x64_add_noise_mixed", optax::add_noise(0.1, 0.55, 7), {0, normal, {.floor = 16}}},
      {"x64_lion", optax::lion(1e-3, {.weight_decay = 0.1})},
      {"x64_rmsprop",
       optax::rmsprop(1e-2, {.momentum = 0.9}),
       {2, rsqrt_in_trace, {.floor = 1}, optax::paths("2/trace/**"), 2}},
      {"x64_rmsprop_eps_outside", optax::rmsprop(1e-2, {.eps_in_sqrt = false})},
      {"x64_lamb", optax::lamb(1e-2, {.weight_decay = 0.01}), {4, norms}},
      {"x64_clip_by_global_norm_mixed",
       optax::clip_by_global_norm(0.5),
       {1, mixed_norm, {.single = true}}},
      {"x64_clip_adam",
       optax::chain(optax::clip_by_global_norm(0.5), optax::adam(1e-2)),
       {4, mixed_norm, {.single = true}, optax::paths("1/0/mu/**", "1/0/nu/**"), 8}},
      {"x64_named_chain", optax::named_chain({{"moments", optax::scale_by_adam()},
                                              {"decay", optax::add_decayed_weights(0.01)},
                                              {"step", optax::scale(-0.01)}})},
      {"x64_multi_steps_skip", optax::MultiSteps(optax::sgd(0.1, {.momentum = 0.9}), 2,
                                                 {.should_skip_update_fn = optax::skip_not_finite(),
                                                  .accumulator_dtype = optax::dtype::f64})},
      {"x64_inject_adam", optax::inject_hyperparams(optax::adam)({.learning_rate = 1e-2})},
      {"x64_inject_schedules",
       optax::inject_hyperparams(optax::adamw)(
           {.learning_rate = optax::linear_schedule(1e-2, 1e-3, 25), .weight_decay = 0.1},
           {{"b1", optax::cosine_decay_schedule(0.9, 60)}})},
      {"x64_inject_dtype",
       optax::inject_hyperparams(optax::adam, {.hyperparam_dtype = optax::dtype::f32})(
           {.learning_rate = 1e-2, .b2 = 0.99})},
      {"x64_apply_if_finite", optax::apply_if_finite(optax::sgd(0.1, {.momentum = 0.9}), 5)},
      {"x64_multi_steps", optax::MultiSteps(optax::sgd(0.1, {.momentum = 0.9}), 3)},
      {"x64_multi_steps_mixed", optax::MultiSteps(optax::adam(1e-2), 3, {.use_grad_mean = false})},
      {"x64_scale_by_schedule_cosine_alpha",
       optax::scale_by_schedule(optax::cosine_decay_schedule(0.1, 25, {.alpha = 0.1}))},
      {"x64_scale_by_schedule_exponential_end_value",
       optax::scale_by_schedule(optax::exponential_decay(0.1, 5, 0.7, {.end_value = 0.02}))},
      {"x64_scale_by_schedule_join",
       optax::scale_by_schedule(optax::join_schedules(
           {optax::linear_schedule(0.0, 0.1, 6), optax::constant_schedule(0.1),
            optax::cosine_decay_schedule(0.1, 15, {.alpha = 0.01})},
           {.boundaries = {6, 14}}))},
      {"x64_scale_by_schedule_lambda", optax::scale_by_schedule([](step_t step) {
         return 0.1 / (1 + 0.05 * static_cast<double>(step));
       })},
      {"x64_scale_by_schedule_lambda_jnp", optax::scale_by_schedule([](step_t step) {
         // step / 10 is a float32, whatever the mode.
         return static_cast<double>(0.3F * std::min(static_cast<float>(step) / 10, 1.0F));
       })},
      {"x64_scale_by_schedule_linear",
       optax::scale_by_schedule(optax::linear_schedule(
           {.init_value = 0.1, .end_value = 0.003, .transition_steps = 25}))},
      {"x64_scale_by_schedule_piecewise_constant",
       optax::scale_by_schedule(
           optax::piecewise_constant_schedule(0.1, {{20, 0.3}, {5, 0.5}, {12, 2.0}}))},
      {"x64_scale_by_schedule_polynomial_float",
       optax::scale_by_schedule(optax::polynomial_schedule(0.1, 0.002, 1.5, 30))},
  };
}

}  // namespace golden
