#include <algorithm>
#include <cmath>

#include "golden/recipes.hpp"

namespace golden {

namespace optax = optaxx;

namespace {

const char* const norm = "the order of the additions in a norm";
const char* const norms = "the order of the additions in two norms";
const char* const rsqrt = "XLA's rsqrt is an estimate";
const char* const normal = "XLA's log1p in normal numbers, and its use of FMA";
const char* const tanh = "XLA's tanh";

const char* const means = "the order of the additions in means";
const optax::path_set row_and_column = optax::paths("v_row/**", "v_col/**");

// lambda i, exponent: jnp.minimum(0.75, 1.0 - jnp.array(i + 1, jnp.float32) ** -exponent)
double decay_below_three_quarters(optax::step_t i, double exponent) {
  const float power = std::pow(static_cast<float>(i + 1), static_cast<float>(-exponent));
  return static_cast<double>(std::min(0.75F, 1.0F - power));
}

}  // namespace

recipe_table transform_recipes() {
  const optax::mask_tree mask{
      {"dense", {{"w", true}, {"b", false}}}, {"gain", false}, {"deep", optax::list(true, false)}};
  return {
      {"identity", optax::identity()},
      {"set_to_zero", optax::set_to_zero()},
      {"scale", optax::scale(-0.3)},
      {"scale_int", optax::scale(-2)},
      {"scale_zero", optax::scale(0.0)},
      {"scale_by_learning_rate", optax::scale_by_learning_rate(0.1)},
      {"scale_by_learning_rate_keep_sign",
       optax::scale_by_learning_rate(0.1, {.flip_sign = false})},
      {"scale_by_learning_rate_none", optax::scale_by_learning_rate(std::nullopt)},
      {"scale_by_learning_rate_schedule",
       optax::scale_by_learning_rate(optax::linear_schedule(0.1, 0.01, 20))},
      {"scale_by_learning_rate_schedule_keep_sign",
       optax::scale_by_learning_rate(optax::linear_schedule(0.1, 0.01, 20), {.flip_sign = false})},
      {"clip", optax::clip(0.5)},
      {"clip_int", optax::clip(1)},
      {"clip_nan", optax::clip(0.5)},
      {"clip_by_global_norm", optax::clip_by_global_norm(0.1), {4, norm}},
      {"clip_by_global_norm_at_rest", optax::clip_by_global_norm(1e6)},
      {"clip_by_global_norm_hostile", optax::clip_by_global_norm(1.0), {2, norm}},
      {"clip_by_global_norm_mlp", optax::clip_by_global_norm(1.0), {6, norm}},
      {"clip_by_global_norm_nan", optax::clip_by_global_norm(1.0), {2, norm}},
      {"clip_by_global_norm_zero", optax::clip_by_global_norm(1.0), {4, norm}},
      {"clip_by_block_rms", optax::clip_by_block_rms(0.5), {3, norm}},
      {"clip_by_block_rms_hostile", optax::clip_by_block_rms(1.0), {2, norm}},
      {"clip_by_block_rms_nan",
       optax::chain(optax::clip_by_block_rms(1.0), optax::scale(-0.1)),
       {5, norm}},
      {"adaptive_grad_clip", optax::adaptive_grad_clip(0.01), {4, norms}},
      {"adaptive_grad_clip_mlp",
       optax::chain(optax::adaptive_grad_clip(0.1, 0.01), optax::scale(-0.1)),
       {5, norms}},
      {"adaptive_grad_clip_fresh", optax::adaptive_grad_clip(0.05), {3, norms}},
      {"adaptive_grad_clip_axis", optax::adaptive_grad_clip(0.02, {.axis = -1}), {3, norms}},
      {"zero_nans", optax::zero_nans()},
      {"zero_nans_chain",
       optax::chain(optax::scale(2.0), optax::zero_nans(), optax::trace(0.9), optax::scale(-0.1))},
      {"ema", optax::ema(0.9)},
      {"ema_biased", optax::ema(0.99, {.debias = false})},
      {"ema_chain", optax::chain(optax::ema({.decay = 0.8}), optax::scale(-0.05))},
      {"trace", optax::trace({.decay = 0.9})},
      {"trace_nesterov", optax::trace(0.9, {.nesterov = true})},
      {"scale_by_adam", optax::scale_by_adam()},
      {"scale_by_adam_betas", optax::scale_by_adam({.b1 = 0.8, .b2 = 0.95, .eps = 1e-6})},
      {"scale_by_adam_eps_root", optax::scale_by_adam({.eps = 0.0, .eps_root = 1e-8})},
      {"scale_by_adam_nesterov", optax::scale_by_adam({.nesterov = true})},
      {"scale_by_adam_no_momentum", optax::scale_by_adam({.b1 = 0.0})},
      {"scale_by_adam_single", optax::scale_by_adam()},
      {"scale_by_adam_zero", optax::scale_by_adam()},
      {"scale_by_rms", optax::scale_by_rms(), {2, rsqrt}},
      {"scale_by_rms_bias_correction",
       optax::scale_by_rms({.decay = 0.95, .bias_correction = true}),
       {2, rsqrt}},
      {"scale_by_rms_bias_correction_eps_outside",
       optax::scale_by_rms(0.999, {.eps_in_sqrt = false, .bias_correction = true})},
      {"scale_by_rms_decay", optax::scale_by_rms({.decay = 0.99, .eps = 1e-6}), {2, rsqrt}},
      {"scale_by_rms_eps_outside", optax::scale_by_rms({.eps_in_sqrt = false})},
      {"scale_by_rms_initial_scale", optax::scale_by_rms({.initial_scale = 0.5}), {2, rsqrt}},
      {"scale_by_rss", optax::scale_by_rss(), {2, rsqrt}},
      {"scale_by_rss_zero", optax::scale_by_rss(0.0, 1e-10), {2, rsqrt}},
      {"scale_by_rss_hostile", optax::scale_by_rss(0.0), {2, rsqrt}},
      {"scale_by_stddev", optax::scale_by_stddev(), {2, rsqrt}},
      {"scale_by_stddev_options",
       optax::scale_by_stddev(0.95, 1e-4, 1.0, {.bias_correction = true}),
       {2, rsqrt}},
      {"scale_by_stddev_eps_outside",
       optax::scale_by_stddev(0.9, 1e-6, 0.5, {.eps_in_sqrt = false})},
      {"scale_by_stddev_bias_correction_eps_outside",
       optax::scale_by_stddev({.eps_in_sqrt = false, .bias_correction = true})},
      {"scale_by_belief", optax::scale_by_belief()},
      {"scale_by_belief_options",
       optax::scale_by_belief({.b1 = 0.8, .b2 = 0.99, .eps = 1e-8, .eps_root = 1e-6})},
      {"scale_by_belief_nesterov", optax::scale_by_belief({.nesterov = true})},
      {"scale_by_radam", optax::scale_by_radam()},
      {"scale_by_radam_options", optax::scale_by_radam(0.8, 0.9, 1e-6, 1e-8, 4.5)},
      {"scale_by_radam_nesterov", optax::scale_by_radam({.b2 = 0.99, .nesterov = true})},
      {"scale_by_param_block_rms", optax::scale_by_param_block_rms(), {5, norm}},
      {"scale_by_param_block_rms_min", optax::scale_by_param_block_rms(0.5), {3, norm}},
      {"scale_by_factored_rms",
       optax::scale_by_factored_rms({.min_dim_size_to_factor = 3}),
       {4, means, {}, row_and_column, 2}},
      {"scale_by_factored_rms_whole", optax::scale_by_factored_rms(false)},
      {"scale_by_factored_rms_hostile",
       optax::scale_by_factored_rms(
           {.decay_rate = 0.6, .min_dim_size_to_factor = 10, .epsilon = 1e-12}),
       {4, means, {}, row_and_column, 2}},
      {"scale_by_factored_rms_large_dims", optax::scale_by_factored_rms()},
      {"scale_by_factored_rms_decay_fn",
       optax::scale_by_factored_rms(true, 0.8, 0, 3, 1e-30,
                                    {.decay_rate_fn = decay_below_three_quarters}),
       {3, means, {}, row_and_column, 2}},
      {"scale_by_factored_rms_offset",
       optax::scale_by_factored_rms({.step_offset = -5, .min_dim_size_to_factor = 3}),
       {3, means, {}, row_and_column, 2}},
      {"scale_by_lion", optax::scale_by_lion()},
      {"scale_by_lion_betas", optax::scale_by_lion({.b1 = 0.95, .b2 = 0.98})},
      {"scale_by_lion_refined", optax::scale_by_lion({.mode = "refined"})},
      {"scale_by_lion_smooth",
       optax::scale_by_lion({.mode = "smooth", .smooth_beta = 2.0}),
       {5, tanh}},
      {"scale_by_trust_ratio", optax::scale_by_trust_ratio(), {6, norms}},
      {"scale_by_trust_ratio_all",
       optax::chain(optax::scale_by_trust_ratio(0.1, 0.02, 1e-6), optax::scale(-1.0)),
       {4, norms}},
      {"scale_by_trust_ratio_coefficient",
       optax::scale_by_trust_ratio({.trust_coefficient = 0.01, .eps = 1e-3}),
       {3, norms}},
      {"scale_by_trust_ratio_min_norm", optax::scale_by_trust_ratio({.min_norm = 5.0}), {5, norms}},
      {"scale_by_trust_ratio_zero", optax::scale_by_trust_ratio(), {3, norms}},
      {"add_noise", optax::add_noise(0.01, 0.55, 0), {0, normal, {.floor = 2}}},
      {"add_noise_key",
       optax::chain(optax::clip(1.0), optax::add_noise(0.3, 0.9, {.key = 42}), optax::trace(0.9)),
       {0, normal, {.floor = 1}, optax::paths("2/trace/**"), 0}},
      {"add_decayed_weights", optax::add_decayed_weights(0.05)},
      {"add_decayed_weights_mask",
       optax::add_decayed_weights({.weight_decay = 0.05, .mask = mask})},
      {"add_decayed_weights_mask_prefix",
       optax::add_decayed_weights(
           0.05, {.mask =
                      optax::mask_tree{
                          {"dense", true}, {"gain", false}, {"deep", optax::list(false, true)}}})},
      {"add_decayed_weights_mask_schedule",
       optax::add_decayed_weights(optax::constant_schedule(0.05), {.mask = ndim_above_one})},
      {"add_decayed_weights_schedule",
       optax::add_decayed_weights(optax::linear_schedule(0.1, 0.0, 20))},
      {"add_decayed_weights_zero", optax::add_decayed_weights(0.0)},
  };
}

}  // namespace golden
