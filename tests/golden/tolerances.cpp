#include "golden/tolerances.hpp"

namespace golden {
namespace {

using optaxx::paths;

const char* const narrow = "Optax rounds after every operation";
const char* const norm = "the order of the additions in a norm";
const char* const norms = "the order of the additions in two norms";
const char* const norm_in_moments =
    "the order of the additions in a norm, and terms of the moments cancel";
const char* const norm_and_rsqrt = "the order of the additions in a norm, and rsqrt";
const char* const norms_in_trace =
    "the order of the additions in two norms, and terms of the trace cancel";
const char* const means = "the order of the additions in means";
const char* const means_in_moments =
    "the order of the additions in means, and terms of a mean cancel";
const char* const normal = "XLA's log1p in normal numbers, and its use of FMA";
const char* const mixed_norm = "the norm has a part in float32";
const char* const contraction = "XLA contracts products and sums in a jitted step";
const char* const rsqrt = "XLA's rsqrt is an estimate";
const char* const rsqrt_in_trace = "XLA's rsqrt is an estimate, and terms of the trace cancel";
const char* const tanh = "XLA's tanh";

}  // namespace

const std::map<std::string, tolerance>& tolerances() {
  static const std::map<std::string, tolerance> rows = {
      {"adafactor", {13, means_in_moments, {}, paths("0/v_row/**", "0/v_col/**"), 0}},
      {"adafactor_factored", {8, means_in_moments, {}, paths("0/v_row/**", "0/v_col/**"), 2}},
      {"adafactor_options",
       {0, means_in_moments, {.floor = 4}, paths("0/v_row/**", "0/v_col/**", "3/ema/**"), 0}},
      {"adafactor_palm", {0, means_in_moments, {.floor = 3}, paths("1/0/v/**", "1/3/ema/**"), 0}},
      {"adafactor_parts",
       {0, means_in_moments, {.floor = 3}, paths("0/v_row/**", "0/v_col/**", "2/ema/**"), 0}},
      {"adagrad", {3, rsqrt}},
      {"adagrad_options", {3, rsqrt}},
      {"adaptive_grad_clip", {4, norms}},
      {"adaptive_grad_clip_axis", {3, norms}},
      {"adaptive_grad_clip_fresh", {3, norms}},
      {"adaptive_grad_clip_mlp", {5, norms}},
      {"add_noise", {0, normal, {.floor = 2}}},
      {"add_noise_key", {0, normal, {.floor = 1}, paths("2/trace/**"), 0}},
      {"apply_if_finite_clip", {2, norm}},
      {"bfloat16_adam", {0, narrow, {.floor = 2}, paths("0/mu/**", "0/nu/**"), 0}},
      {"bfloat16_lion", {0, narrow, {.floor = 4}, paths("0/mu/**"), 0}},
      {"bfloat16_rmsprop", {0, narrow, {.floor = 2}, paths("0/nu/**", "2/trace/**"), 0}},
      {"bfloat16_sgd", {0, narrow, {.floor = 4}, paths("0/trace/**"), 0}},
      {"chain_six", {10, norm_in_moments, {.floor = 1}, paths("1/mu/**", "1/nu/**"), 12}},
      {"clip_by_block_rms", {3, norm}},
      {"clip_by_block_rms_hostile", {2, norm}},
      {"clip_by_block_rms_nan", {5, norm}},
      {"clip_by_global_norm", {4, norm}},
      {"clip_by_global_norm_hostile", {2, norm}},
      {"clip_by_global_norm_mlp", {6, norm}},
      {"clip_by_global_norm_nan", {2, norm}},
      {"clip_by_global_norm_zero", {4, norm}},
      {"float16_lion", {0, narrow, {.floor = 1}, paths("0/mu/**"), 0}},
      {"float16_sgd", {0, narrow, {.floor = 9}, paths("0/trace/**"), 0}},
      {"inject_bfloat16",
       {0, narrow, {.floor = 3}, paths("inner_state/0/mu/**", "inner_state/0/nu/**"), 0}},
      {"inject_bfloat16_override", {0, narrow, {.floor = 2}, paths("inner_state/0/trace/**"), 0}},
      {"lamb", {6, norms}},
      {"lamb_decay", {4, norms}},
      {"lamb_schedule", {4, norms}},
      {"lars", {0, norms_in_trace, {.floor = 3}, paths("3/trace/**"), 0}},
      {"lars_options", {0, norms_in_trace, {.floor = 4}, paths("3/trace/**"), 0}},
      {"masked_clip_by_global_norm", {3, norm}},
      {"multi_steps_clip", {2, norm}},
      {"multi_steps_skip_large", {0, norm, {}, paths("skip_state/norm_squared"), 4}},
      {"multi_transform", {4, norm_and_rsqrt}},
      {"narrow_sgd", {0, narrow, {.floor = 2}, paths("0/trace/**"), 0}},
      {"noisy_sgd", {0, normal, {.floor = 2}}},
      {"noisy_sgd_options", {0, normal, {.floor = 2}}},
      {"rmsprop", {3, rsqrt}},
      {"rmsprop_bias_correction", {3, rsqrt}},
      {"rmsprop_centered", {3, rsqrt}},
      {"rmsprop_centered_momentum", {4, rsqrt_in_trace, {.floor = 1}, paths("2/trace/**"), 4}},
      {"rmsprop_momentum", {2, rsqrt_in_trace, {.floor = 1}, paths("2/trace/**"), 2}},
      {"rmsprop_nesterov", {2, rsqrt_in_trace, {.floor = 1}, paths("2/trace/**"), 2}},
      {"scale_by_factored_rms", {4, means, {}, paths("v_row/**", "v_col/**"), 2}},
      {"scale_by_factored_rms_decay_fn", {3, means, {}, paths("v_row/**", "v_col/**"), 2}},
      {"scale_by_factored_rms_hostile", {4, means, {}, paths("v_row/**", "v_col/**"), 2}},
      {"scale_by_factored_rms_offset", {3, means, {}, paths("v_row/**", "v_col/**"), 2}},
      {"scale_by_lion_smooth", {5, tanh}},
      {"scale_by_param_block_rms", {5, norm}},
      {"scale_by_param_block_rms_min", {3, norm}},
      {"scale_by_rms", {2, rsqrt}},
      {"scale_by_rms_bias_correction", {2, rsqrt}},
      {"scale_by_rms_decay", {2, rsqrt}},
      {"scale_by_rms_initial_scale", {2, rsqrt}},
      {"scale_by_rss", {2, rsqrt}},
      {"scale_by_rss_hostile", {2, rsqrt}},
      {"scale_by_rss_zero", {2, rsqrt}},
      {"scale_by_stddev", {2, rsqrt}},
      {"scale_by_stddev_options", {2, rsqrt}},
      {"scale_by_trust_ratio", {6, norms}},
      {"scale_by_trust_ratio_all", {4, norms}},
      {"scale_by_trust_ratio_coefficient", {3, norms}},
      {"scale_by_trust_ratio_min_norm", {5, norms}},
      {"scale_by_trust_ratio_zero", {3, norms}},
      {"training_jit",
       {35, contraction, {}, paths("1/inner_state/0/mu/**", "1/inner_state/0/nu/**"), 23, 28}},
      {"x64_adafactor", {0, norms, {.floor = 4}, paths("0/v_row/**", "0/v_col/**", "4/ema/**"), 0}},
      {"x64_adagrad", {4, rsqrt}},
      {"x64_adaptive_grad_clip", {6, norms}},
      {"x64_add_noise_mixed", {0, normal, {.floor = 16}}},
      {"x64_clip_adam", {4, mixed_norm, {.single = true}, paths("1/0/mu/**", "1/0/nu/**"), 8}},
      {"x64_clip_by_block_rms", {4, norms}},
      {"x64_clip_by_global_norm_mixed", {1, mixed_norm, {.single = true}}},
      {"x64_lamb", {4, norms}},
      {"x64_lars", {0, norms_in_trace, {.floor = 3}, paths("3/trace/**"), 0}},
      {"x64_noisy_sgd", {0, normal, {.floor = 16}}},
      {"x64_rmsprop", {2, rsqrt_in_trace, {.floor = 1}, paths("2/trace/**"), 2}},
      {"x64_scale_by_factored_rms", {4, norms, {}, paths("v_row/**", "v_col/**"), 2}},
      {"x64_scale_by_param_block_rms_mixed", {3, norms}},
  };
  return rows;
}

}  // namespace golden
