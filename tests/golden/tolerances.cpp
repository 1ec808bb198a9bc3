#include "golden/tolerances.hpp"

namespace golden {
namespace {

using optaxx::paths;

const char* const norm = "the order of the additions in a norm";
const char* const norms = "the order of the additions in two norms";
const char* const norm_in_moments =
    "the order of the additions in a norm, and terms of the moments cancel";
const char* const norm_and_rsqrt = "the order of the additions in a norm, and rsqrt";
const char* const mixed_norm = "the norm has a part in float32";
const char* const rsqrt = "XLA's rsqrt is an estimate";
const char* const rsqrt_in_trace = "XLA's rsqrt is an estimate, and terms of the trace cancel";
const char* const tanh = "XLA's tanh";

}  // namespace

const std::map<std::string, tolerance>& tolerances() {
  static const std::map<std::string, tolerance> rows = {
      {"apply_if_finite_clip", {2, norm}},
      {"chain_six", {10, norm_in_moments, {.floor = 1}, paths("1/mu/**", "1/nu/**"), 12}},
      {"clip_by_global_norm", {4, norm}},
      {"clip_by_global_norm_hostile", {2, norm}},
      {"clip_by_global_norm_mlp", {6, norm}},
      {"clip_by_global_norm_nan", {2, norm}},
      {"clip_by_global_norm_zero", {4, norm}},
      {"lamb", {6, norms}},
      {"lamb_decay", {4, norms}},
      {"lamb_schedule", {4, norms}},
      {"masked_clip_by_global_norm", {3, norm}},
      {"multi_steps_clip", {2, norm}},
      {"multi_transform", {4, norm_and_rsqrt}},
      {"rmsprop", {3, rsqrt}},
      {"rmsprop_bias_correction", {3, rsqrt}},
      {"rmsprop_momentum", {2, rsqrt_in_trace, {.floor = 1}, paths("2/trace/**"), 2}},
      {"rmsprop_nesterov", {2, rsqrt_in_trace, {.floor = 1}, paths("2/trace/**"), 2}},
      {"scale_by_lion_smooth", {5, tanh}},
      {"scale_by_rms", {2, rsqrt}},
      {"scale_by_rms_bias_correction", {2, rsqrt}},
      {"scale_by_rms_decay", {2, rsqrt}},
      {"scale_by_rms_initial_scale", {2, rsqrt}},
      {"scale_by_trust_ratio", {6, norms}},
      {"scale_by_trust_ratio_all", {4, norms}},
      {"scale_by_trust_ratio_coefficient", {3, norms}},
      {"scale_by_trust_ratio_min_norm", {5, norms}},
      {"scale_by_trust_ratio_zero", {3, norms}},
      {"x64_clip_adam", {4, mixed_norm, {.single = true}, paths("1/0/mu/**", "1/0/nu/**"), 8}},
      {"x64_clip_by_global_norm_mixed", {1, mixed_norm, {.single = true}}},
      {"x64_lamb", {4, norms}},
      {"x64_rmsprop", {2, rsqrt_in_trace, {.floor = 1}, paths("2/trace/**"), 2}},
  };
  return rows;
}

}  // namespace golden
