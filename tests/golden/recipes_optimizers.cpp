#include <algorithm>
#include <cmath>

#include "golden/recipes.hpp"

namespace golden {

namespace optax = optaxx;

namespace {

const char* const norms = "the order of the additions in two norms";
const char* const norms_in_trace =
    "the order of the additions in two norms, and terms of the trace cancel";
const char* const normal = "XLA's log1p in normal numbers, and its use of FMA";
const char* const rsqrt = "XLA's rsqrt is an estimate";
const char* const rsqrt_in_trace = "XLA's rsqrt is an estimate, and terms of the trace cancel";

const char* const means = "the order of the additions in means, and terms of a mean cancel";

// lambda i, exponent: jnp.minimum(0.999, 1.0 - jnp.array(i + 1, jnp.float32) ** -exponent)
double decay_below_one(optax::step_t i, double exponent) {
  const float power = std::pow(static_cast<float>(i + 1), static_cast<float>(-exponent));
  return static_cast<double>(std::min(0.999F, 1.0F - power));
}

}  // namespace

recipe_table optimizer_recipes() {
  const optax::mask_tree mask{
      {"dense", {{"w", true}, {"b", false}}}, {"gain", false}, {"deep", optax::list(true, false)}};
  const optax::schedule schedule =
      optax::warmup_cosine_decay_schedule(0.0, 1e-2, {.warmup_steps = 8, .decay_steps = 30});
  return {
      {"sgd", optax::sgd(0.1)},
      {"sgd_momentum", optax::sgd(0.1, {.momentum = 0.9})},
      {"sgd_nesterov", optax::sgd({.learning_rate = 0.1, .momentum = 0.9, .nesterov = true})},
      {"sgd_schedule", optax::sgd(optax::exponential_decay(0.1, 10, 0.5), {.momentum = 0.9})},
      {"sgd_single", optax::sgd(0.1, {.momentum = 0.9})},
      {"sgd_zero_momentum", optax::sgd(0.1, {.momentum = 0.0})},
      {"adam", optax::adam(1e-2)},
      {"adam_mlp", optax::adam({.learning_rate = 1e-3})},
      {"adam_nesterov", optax::adam(1e-2, {.nesterov = true})},
      {"adam_options", optax::adam(1e-2, {.b1 = 0.8, .b2 = 0.99, .eps = 1e-4, .eps_root = 1e-6})},
      {"adam_schedule", optax::adam(optax::cosine_decay_schedule(1e-2, 30))},
      {"adamw", optax::adamw(1e-2)},
      {"adamw_decay_schedule",
       optax::adamw(1e-2, {.weight_decay = optax::linear_schedule(0.1, 0.0, 20)})},
      {"adamw_mask", optax::adamw(1e-2, {.weight_decay = 0.1, .mask = ndim_not_one})},
      {"adamw_mask_tree", optax::adamw(1e-2, {.weight_decay = 0.1, .mask = mask})},
      {"adamw_nesterov", optax::adamw(1e-2, {.weight_decay = 0.05, .nesterov = true})},
      {"adamw_no_decay", optax::adamw(1e-2, {.weight_decay = 0.0})},
      {"adamw_schedule",
       optax::adamw({.learning_rate = schedule, .b2 = 0.95, .weight_decay = 0.1})},
      {"nadam", optax::nadam(1e-2)},
      {"nadam_options", optax::nadam(optax::linear_schedule(1e-2, 1e-3, 25),
                                     {.b1 = 0.8, .b2 = 0.99, .eps = 1e-6, .eps_root = 1e-8})},
      {"nadamw", optax::nadamw(1e-2, {.weight_decay = 0.05})},
      {"nadamw_mask", optax::nadamw(1e-2, {.b1 = 0.95, .weight_decay = 0.1, .mask = ndim_not_one})},
      {"adabelief", optax::adabelief(1e-2)},
      {"adabelief_schedule",
       optax::adabelief(optax::cosine_decay_schedule(1e-2, 30), {.b2 = 0.99, .nesterov = true})},
      {"radam", optax::radam(1e-2)},
      {"radam_schedule", optax::radam(optax::linear_schedule(1e-2, 1e-3, 25),
                                      {.b2 = 0.95, .threshold = 6.0, .nesterov = true})},
      {"adagrad", optax::adagrad(0.1), {3, rsqrt}},
      {"adagrad_options",
       optax::adagrad(optax::exponential_decay(0.1, 10, 0.5), 0.0, 1e-5),
       {3, rsqrt}},
      {"adafactor",
       optax::adafactor(1e-2),
       {13, means, {}, optax::paths("0/v_row/**", "0/v_col/**"), 0}},
      {"adafactor_factored",
       optax::adafactor({.learning_rate = 1e-2, .min_dim_size_to_factor = 3}),
       {8, means, {}, optax::paths("0/v_row/**", "0/v_col/**"), 2}},
      {"adafactor_options",
       optax::adafactor({.learning_rate = optax::linear_schedule(1e-2, 1e-3, 25),
                         .min_dim_size_to_factor = 3,
                         .decay_rate = 0.7,
                         .decay_offset = -3,
                         .multiply_by_parameter_scale = false,
                         .clipping_threshold = 0.5,
                         .momentum = 0.9,
                         .weight_decay_rate = 1e-3,
                         .eps = 1e-20,
                         .weight_decay_mask = ndim_not_one}),
       {0, means, {.floor = 4}, optax::paths("0/v_row/**", "0/v_col/**", "3/ema/**"), 0}},
      {"adafactor_bare", optax::adafactor({.multiply_by_parameter_scale = false,
                                           .clipping_threshold = std::nullopt,
                                           .factored = false})},
      {"adafactor_palm",
       optax::chain(optax::clip_by_global_norm(1.0),
                    optax::adafactor(optax::linear_schedule(1e-2, 1e-3, 25),
                                     {.decay_rate = 0.99,
                                      .multiply_by_parameter_scale = true,
                                      .clipping_threshold = std::nullopt,
                                      .momentum = 0.9,
                                      .factored = false})),
       {0, means, {.floor = 3}, optax::paths("1/0/v/**", "1/3/ema/**"), 0}},
      {"adafactor_parts",
       optax::chain(
           optax::scale_by_factored_rms(true, 0.8, 0, 3, 1e-30, {.decay_rate_fn = decay_below_one}),
           optax::clip_by_block_rms(1.0), optax::ema(0.9, false), optax::scale(1e-3),
           optax::scale(-1)),
       {0, means, {.floor = 3}, optax::paths("0/v_row/**", "0/v_col/**", "2/ema/**"), 0}},
      {"noisy_sgd", optax::noisy_sgd(0.1, {.key = 3}), {0, normal, {.floor = 2}}},
      {"noisy_sgd_options",
       optax::noisy_sgd(optax::linear_schedule(0.1, 0.01, 25), 0.5, 0.3, 17),
       {0, normal, {.floor = 2}}},
      {"lion", optax::lion(1e-3)},
      {"lion_mask",
       optax::lion(1e-3, {.b1 = 0.95, .b2 = 0.98, .weight_decay = 0.1, .mask = ndim_above_one})},
      {"lion_schedule", optax::lion(optax::linear_schedule(1e-3, 1e-4, 25), {.weight_decay = 0.0})},
      {"rmsprop", optax::rmsprop(1e-2), {3, rsqrt}},
      {"rmsprop_bias_correction", optax::rmsprop(1e-2, {.bias_correction = true}), {3, rsqrt}},
      {"rmsprop_bias_correction_eps_outside",
       optax::rmsprop(optax::linear_schedule(1e-2, 1e-3, 25),
                      {.eps_in_sqrt = false, .bias_correction = true})},
      {"rmsprop_eps_outside", optax::rmsprop(1e-2, {.eps = 1e-6, .eps_in_sqrt = false})},
      {"rmsprop_eps_outside_nesterov", optax::rmsprop(1e-2, {.decay = 0.99,
                                                             .initial_scale = 1.0,
                                                             .eps_in_sqrt = false,
                                                             .momentum = 0.9,
                                                             .nesterov = true})},
      {"rmsprop_momentum",
       optax::rmsprop(1e-2, {.decay = 0.95, .momentum = 0.9}),
       {2, rsqrt_in_trace, {.floor = 1}, optax::paths("2/trace/**"), 2}},
      {"rmsprop_nesterov",
       optax::rmsprop(1e-2, {.momentum = 0.9, .nesterov = true}),
       {2, rsqrt_in_trace, {.floor = 1}, optax::paths("2/trace/**"), 2}},
      {"rmsprop_centered",
       optax::rmsprop(1e-2, {.initial_scale = 1.0, .centered = true}),
       {3, rsqrt}},
      {"rmsprop_centered_eps_outside",
       optax::rmsprop(optax::linear_schedule(1e-2, 1e-3, 25), {.decay = 0.95,
                                                               .eps = 1e-5,
                                                               .eps_in_sqrt = false,
                                                               .centered = true,
                                                               .momentum = 0.9,
                                                               .nesterov = true})},
      {"rmsprop_centered_momentum",
       optax::rmsprop(1e-2, {.decay = 0.99,
                             .eps = 1e-3,
                             .centered = true,
                             .momentum = 0.9,
                             .bias_correction = true}),
       {4, rsqrt_in_trace, {.floor = 1}, optax::paths("2/trace/**"), 4}},
      {"lars", optax::lars(0.1), {0, norms_in_trace, {.floor = 3}, optax::paths("3/trace/**"), 0}},
      {"lars_options",
       optax::lars(optax::linear_schedule(0.5, 0.1, 25),
                   {.weight_decay = 0.01,
                    .weight_decay_mask = ndim_not_one,
                    .trust_coefficient = 0.01,
                    .eps = 1e-6,
                    .trust_ratio_mask = optax::mask_tree{{"w", true}, {"b", false}},
                    .momentum = 0.8,
                    .nesterov = true}),
       {0, norms_in_trace, {.floor = 4}, optax::paths("3/trace/**"), 0}},
      {"lamb", optax::lamb(1e-2), {6, norms}},
      {"lamb_decay",
       optax::lamb(1e-2, {.eps = 1e-8,
                          .eps_root = 1e-8,
                          .weight_decay = 0.1,
                          .mask = optax::mask_tree{{"w", true}, {"b", false}}}),
       {4, norms}},
      {"lamb_schedule",
       optax::lamb(optax::warmup_cosine_decay_schedule(0.0, 1e-2, 5, 30),
                   {.b1 = 0.8, .b2 = 0.99, .weight_decay = 0.01}),
       {4, norms}},
  };
}

}  // namespace golden
