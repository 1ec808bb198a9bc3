#include "support/every_transformation.hpp"

#include <algorithm>
#include <cmath>
#include <optaxx/optaxx.hpp>
#include <utility>

// A row is the text of its expression and the value. What stands in front of the links is in
// parentheses, for its commas.
#define TX(...) \
  named_transformation { #__VA_ARGS__, __VA_ARGS__ }
#define CHAIN(...)                                                 \
  named_transformation {                                           \
    "chain(" #__VA_ARGS__ ")", chain(__VA_ARGS__), { __VA_ARGS__ } \
  }
#define TX_OF(whole, ...)          \
  named_transformation {           \
#whole, whole, { __VA_ARGS__ } \
  }

namespace support {
namespace {

using namespace optaxx;

transformation clipped_adam(const number& rate, const number& decay) {
  return chain(clip_by_global_norm(1.0), adam(rate, {.b1 = decay}));
}

const path_set weights = paths("**/w");
const leaf_labels by_name = path_labels({{"**/w", "weights"}, {"**", "others"}});

mask_tree all_but_weights(const tree& params) {
  return tree_map_with_path(
      [](const std::string& path, const array&) { return !path.ends_with("/w"); }, params);
}

label_tree one_label(const tree&) { return label_tree("weights"); }

double falling(step_t n) { return n < 2 ? 0.5 : 0.125; }

bool not_second(step_t n) { return n != 1; }

double largest(const tree& updates) { return tree_max(updates); }

bool is_large(const tree& updates) { return tree_size(updates) > 100; }

tree themselves(const tree& updates) { return updates; }

double slow_decay(step_t n, double) { return n < 2 ? 0.5 : 0.75; }

std::int64_t growing(step_t n) { return n < 1 ? 1 : 3; }

// Code of users: it is compiled with the flags of this file, so it only moves and halves numbers.
struct previous_update {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    const T before = slot;
    slot = u;
    u = T(-0.5) * before;
  }
};

struct with_sign_of_param {
  template <class T>
  void operator()(T& u, const T& p) const noexcept {
    u = std::copysign(u, p);
  }
};

struct times {
  double factor;
  template <class T>
  void operator()(T& u) const noexcept {
    u = T(factor) * u;
  }
};

times halves(step_t n) { return {n % 2 == 0 ? 0.5 : 0.25}; }

template <class T>
void reverse_elements(array& a) {
  T* const values = a.mutable_data<T>();
  std::reverse(values, values + a.size());
}

void reversed(array& u) {
  switch (size_of(u.dtype())) {
    case 8:
      return reverse_elements<double>(u);
    case 4:
      return reverse_elements<float>(u);
    default:
      return u.dtype() == dtype::bf16 ? reverse_elements<bfloat16>(u)
                                      : reverse_elements<float16>(u);
  }
}

void param_itself(array& u, const array& p) { u = p; }

void negated_in_ranges(leaf_view& leaf) {
  array& u = leaf.update();
  const std::size_t size = size_of(u.dtype());
  auto* const bytes = static_cast<unsigned char*>(u.mutable_data());
  leaf.for_ranges(u.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) bytes[(i + 1) * size - 1] ^= 0x80U;
  });
}

tree zeros(const tree& params) {
  return tree_map([](const array& a) { return array(a.dtype(), a.shape()); }, params);
}

tree swapped(tree updates, tree& state, const tree&) {
  const tree before = std::exchange(state, tree_cast_like(updates, state));
  return tree_cast_like(before, updates);
}

tree params_if_any(tree updates, const tree& params) { return params.is_none() ? updates : params; }

array reversed_copy(const array& u, const array*) {
  array result = u;
  reversed(result);
  return result;
}

skip_decision every_other(const tree&, step_t gradient_step, const tree&) {
  return {gradient_step % 2 == 1,
          tree(array::scalar(dtype::i32, static_cast<double>(gradient_step)))};
}

const schedule straight = linear_schedule(0.1, 0.01, 4);

const schedule wave = warmup_cosine_decay_schedule(0.0, 0.5, 2, 9);

std::vector<named_transformation> transforms() {
  return {
      TX(identity()),
      TX(set_to_zero()),
      TX(scale(-0.1)),
      TX(scale(3)),
      TX(clip(0.5)),
      TX(clip_by_global_norm(1.0)),
      TX(clip_by_global_norm(1e300)),
      TX(clip_by_global_norm(0.5, {.corrected = true})),
      TX(scale_by_learning_rate()),
      TX(scale_by_learning_rate(0.1)),
      TX(scale_by_learning_rate(0.1, {.flip_sign = false})),
      TX(scale_by_learning_rate(straight)),
      TX(scale_by_schedule(wave)),
      TX(scale_by_schedule(falling)),
      TX(trace(0.9)),
      TX(trace(0.9, {.nesterov = true})),
      TX(trace(0.9, {.accumulator_dtype = dtype::f32})),
      TX(trace(0.9, {.nesterov = true, .accumulator_dtype = dtype::f32})),
      TX(scale_by_adam()),
      TX(scale_by_adam({.b1 = 0.5, .b2 = 0.75, .eps = 0.0, .eps_root = 1e-6})),
      TX(scale_by_adam({.b1 = 0.0, .mu_dtype = dtype::f32})),
      TX(scale_by_adam({.nesterov = true})),
      TX(scale_by_adam({.mu_dtype = dtype::f32, .nesterov = true})),
      TX(scale_by_adam({.nu_dtype = dtype::f32})),
      TX(scale_by_adam({.mu_dtype = dtype::bf16, .nu_dtype = dtype::bf16})),
      TX(scale_by_adadelta()),
      TX(scale_by_adamax()),
      TX(scale_by_adan()),
      TX(scale_by_adan({.b2 = 0.5, .b3 = 0.75, .eps_root = 1e-6})),
      TX(scale_by_amsgrad()),
      TX(scale_by_amsgrad({.mu_dtype = dtype::f32, .bias_correction_mu = false})),
      TX(scale_by_amsgrad({.nu_dtype = dtype::f32})),
      TX(scale_by_yogi()),
      TX(scale_by_sign()),
      TX(scale_by_rprop(0.1)),
      TX(scale_by_optimistic_gradient()),
      TX(scale_by_optimistic_gradient(0.5, 0.25)),
      TX(scale_by_novograd()),
      TX(scale_by_novograd({.weight_decay = 0.1, .mu_dtype = dtype::f32})),
      TX(scale_by_sm3()),
      TX(scale_by_sm3(0.5, 0.75)),
      TX(scale_by_distance_over_gradients()),
      TX(scale_by_rms()),
      TX(scale_by_rms({.initial_scale = 1.0})),
      TX(scale_by_rms({.bias_correction = true})),
      TX(scale_by_rms({.eps_in_sqrt = false})),
      TX(scale_by_rms({.eps_in_sqrt = false, .bias_correction = true})),
      TX(scale_by_lion()),
      TX(scale_by_lion({.mu_dtype = dtype::f32})),
      TX(scale_by_lion({.mode = "refined"})),
      TX(scale_by_lion({.mu_dtype = dtype::f32, .mode = "refined"})),
      TX(scale_by_lion({.mode = "smooth"})),
      TX(scale_by_lion({.mu_dtype = dtype::f32, .mode = "smooth", .smooth_beta = 4.0})),
      TX(scale_by_stddev({.initial_scale = 1.0})),
      TX(scale_by_stddev({.initial_scale = 1.0, .bias_correction = true})),
      TX(scale_by_stddev({.eps_in_sqrt = false})),
      TX(scale_by_stddev({.eps_in_sqrt = false, .bias_correction = true})),
      TX(scale_by_rss()),
      TX(scale_by_rss(0.0)),
      TX(scale_by_belief()),
      TX(scale_by_belief({.b2 = 0.75, .eps_root = 1e-6, .nesterov = true})),
      TX(scale_by_radam()),
      TX(scale_by_radam({.b2 = 0.75, .threshold = 2.0})),
      TX(scale_by_radam({.b2 = 0.75, .threshold = 2.0, .nesterov = true})),
      TX(ema(0.9)),
      TX(ema(0.9, {.debias = false, .accumulator_dtype = dtype::f32})),
      TX(zero_nans()),
      TX(clip_by_block_rms(0.5)),
      TX(adaptive_grad_clip(0.01)),
      TX(adaptive_grad_clip(0.5, 1e-2, {.axis = axes{}})),
      TX(scale_by_param_block_rms()),
      TX(scale_by_param_block_rms(0.5)),
      TX(scale_by_param_block_norm()),
      TX(normalize_by_update_norm(0.5)),
      TX(centralize()),
      TX(apply_every(2)),
      TX(keep_params_nonnegative()),
      TX(scale_by_factored_rms()),
      TX(scale_by_factored_rms(true, 0.8, -1, 1)),
      TX(scale_by_factored_rms({.min_dim_size_to_factor = 2, .decay_rate_fn = slow_decay})),
      TX(add_noise(0.01, 0.55)),
      TX(add_noise(1.0, 0.0, 42)),
      TX(scale_by_trust_ratio()),
      TX(scale_by_trust_ratio({.min_norm = 0.5, .trust_coefficient = 0.25, .eps = 1e-3})),
      TX(add_decayed_weights()),
      TX(add_decayed_weights(0.1)),
      TX(add_decayed_weights(0.1, weights)),
      TX(add_decayed_weights(straight)),
      TX(add_decayed_weights(straight, all_but_weights)),
  };
}

std::vector<named_transformation> of_users() {
  return {
      TX(elementwise("sign", with_sign_of_param{})),
      TX(elementwise("halves", halves)),
      TX(elementwise("late", {"slot"}, previous_update{})),
      TX(elementwise("late", {{"slot", {.dtype = dtype::f32, .value = 0.5}}}, previous_update{})),
      TX(per_leaf("reversed", reversed)),
      TX(per_leaf("param", param_itself)),
      TX(from_functions("swapped", zeros, swapped)),
      TX(masked(per_leaf("reversed", reversed), weights)),
      TX(masked(from_functions("swapped", zeros, swapped), all_but_weights)),
      TX(multi_steps(chain(per_leaf("reversed", reversed), scale_by_adam()), 2)),
      TX(per_leaf("reversed", reversed, {.parallel = true, .cost = 1000})),
      TX(per_leaf("negated", negated_in_ranges, {.parallel = true, .cost = 1000})),
      TX(partition({{"weights", chain(trace(0.9), per_leaf("reversed", reversed), trace(0.5))},
                    {"others", adamw(0.1)}},
                   by_name)),
      CHAIN(scale_by_adam(), masked(chain(trace(0.5), per_leaf("reversed", reversed)), weights),
            scale_by_adam(), masked(per_leaf("negated", negated_in_ranges), all_but_weights),
            trace(0.9)),
      CHAIN(trace(0.9), elementwise("late", {"slot"}, previous_update{}), scale_by_adam(),
            clip_by_global_norm(1.0), elementwise("sign", with_sign_of_param{}), scale(-0.1)),
      CHAIN(scale_by_adam(), per_leaf("reversed", reversed), clip_by_global_norm(1.0),
            scale_by_lion(), from_functions("swapped", zeros, swapped), trace(0.5), scale(-0.1)),
  };
}

std::vector<named_transformation> combinators() {
  return {
      CHAIN(scale(0.5)),
      CHAIN(identity(), set_to_zero()),
      CHAIN(scale(0.5), scale_by_adam(), scale(3), scale(-0.1)),
      CHAIN(scale_by_adam(), scale(3), add_decayed_weights(0.1), scale(-0.1)),
      CHAIN(clip(0.5), scale(0.5), scale_by_adam(), scale(-0.1)),
      CHAIN(scale(2), scale(0.5), clip(0.5), scale(0.3), scale_by_adam(), scale(3),
            add_decayed_weights(0.1), scale_by_schedule(wave), scale(0.7), scale(-0.1)),
      CHAIN(clip_by_global_norm(1.0), scale_by_adam(), add_decayed_weights(0.1),
            scale_by_learning_rate(0.1)),
      CHAIN(clip_by_global_norm(1.0), scale_by_adam(), scale_by_schedule(wave), scale(-1)),
      CHAIN(clip_by_global_norm(1.0), scale_by_adam(), add_decayed_weights(0.1),
            scale_by_schedule(wave), scale(-1)),
      CHAIN(scale(0.5), scale_by_adam(), add_decayed_weights(0.1), scale_by_schedule(wave),
            scale(-1)),
      CHAIN(clip_by_global_norm(1.0), scale_by_adam(), add_decayed_weights(0.1, weights),
            scale_by_schedule(wave), scale(-1.0), clip(0.25)),
      CHAIN(trace(0.9), scale_by_rms(), clip_by_global_norm(0.5), scale_by_lion(), scale(-0.1)),
      CHAIN(scale_by_adam(), clip_by_global_norm(1.0), scale_by_trust_ratio(),
            chain(trace(0.5), scale(-0.1))),
      CHAIN(apply_if_finite(scale_by_adam(), 3), scale(-0.1)),
      TX(masked(scale_by_adam(), weights)),
      TX(masked(clip_by_global_norm(0.5), all_but_weights)),
      TX(masked(chain(clip_by_global_norm(1.0), trace(0.9), scale(-0.1)), weights)),
      TX(masked(masked(scale_by_rms(), weights), paths("even*/**"))),
      TX(masked(masked(scale_by_rms(), all_but_weights), weights)),
      TX(masked(scale(0.5), false)),
      TX(masked(set_to_zero(), true)),
      TX(partition({{"weights", adamw(0.1)}, {"others", sgd(0.1, 0.9)}}, by_name)),
      TX(partition({{"weights", lamb(0.1)}, {"others", set_to_zero()}}, by_name)),
      TX(partition({{"others", adam(0.1)}, {"weights", lion(0.1)}}, one_label)),
      TX(named_chain({{"z", scale_by_adam()}, {"a", scale(-0.1)}})),
      TX(freeze(weights)),
      TX(selective_transform(adam(0.1), weights)),
      TX(with_extra_args_support(scale(0.5))),
      TX(snapshot("largest", largest)),
      TX(snapshot("all", themselves)),
      TX(stateless(params_if_any)),
      TX(stateless_with_tree_map(reversed_copy)),
      TX(masked(scale_by_adam(), weights, {.mask_compatible_extra_args = true})),
      TX(multi_steps(adam(0.1), 2, {.should_skip_update_fn = skip_not_finite()})),
      TX(multi_steps(adam(0.1), 2, {.should_skip_update_fn = skip_large_updates(1e6)})),
      TX(multi_steps(adam(0.1), 2, {.should_skip_update_fn = every_other})),
      TX(inject_hyperparams(adam)({.learning_rate = 0.1, .b2 = 0.75})),
      TX(inject_hyperparams(sgd)({.learning_rate = straight, .momentum = 0.9},
                                 {{"momentum", falling}})),
      TX(inject_hyperparams(adamw, {.static_args = {"eps"}})(
          {.learning_rate = wave, .weight_decay = 0.0, .mask = weights})),
      TX(inject_hyperparams({"rate", "decay"}, clipped_adam)(straight, 0.9)),
      TX(multi_steps(sgd(0.1), 1)),
      TX(multi_steps(adam(0.1), 3)),
      TX(multi_steps(adam(0.1), 2, {.use_grad_mean = false})),
      TX(multi_steps(chain(clip_by_global_norm(1.0), trace(0.9), scale(-0.1)), growing)),
      TX(multi_steps(partition({{"weights", adamw(0.1)}, {"others", sgd(0.1, 0.9)}}, by_name), 2)),
      TX(multi_steps(multi_steps(scale_by_lion(), 2), 2)),
      TX(partition({{"weights", multi_steps(rmsprop(0.1), 2)}, {"others", lion(0.1)}}, by_name)),
      TX(apply_if_finite(chain(clip_by_global_norm(1.0), scale_by_adam(), scale(-0.1)), 1)),
      TX(apply_if_finite(multi_steps(adamw(0.1, {.mask = weights}), 2), 0)),
      TX(apply_if_finite(masked(trace(0.9), weights), 5)),
      TX(conditionally_transform(chain(clip_by_global_norm(1.0), trace(0.9)), not_second)),
      TX(conditionally_transform(adamw(0.1, {.mask = weights}), not_second)),
      TX(conditionally_mask(sgd(0.1, 0.9), not_second)),
      TX(monitor({{"largest", largest},
                  {"share", measure_with_ema(is_large, 0.9)},
                  {"mean", measure_with_ema(themselves, 0.5, {.debias = false})}})),
      TX(monitor({{"momentum", trace(0.9)}, {"clipped", clip_by_global_norm(1.0)}})),
      TX(flatten(scale_by_adam())),
      TX(flatten(clip_by_block_rms(0.5))),
      TX(masked(flatten(scale_by_rms()), weights)),
      TX(conditionally_mask(apply_if_finite(lion(0.1), 1), not_second)),
  };
}

std::vector<named_transformation> optimizers() {
  return {
      TX_OF((sgd(0.1)), identity(), scale_by_learning_rate(0.1)),
      TX_OF((sgd(0.1, 0.9)), trace(0.9), scale_by_learning_rate(0.1)),
      TX_OF((sgd(straight, 0.9, {.nesterov = true})), trace(0.9, {.nesterov = true}),
            scale_by_learning_rate(straight)),
      TX_OF((sgd(0.1, 0.9, {.accumulator_dtype = dtype::f32})),
            trace(0.9, {.accumulator_dtype = dtype::f32}), scale_by_learning_rate(0.1)),
      TX_OF((adam(0.1)), scale_by_adam(), scale_by_learning_rate(0.1)),
      TX_OF((adam(wave, {.mu_dtype = dtype::f32, .nesterov = true})),
            scale_by_adam({.mu_dtype = dtype::f32, .nesterov = true}),
            scale_by_learning_rate(wave)),
      TX_OF((adamw(0.1)), scale_by_adam(), add_decayed_weights(1e-4), scale_by_learning_rate(0.1)),
      TX_OF((adamw(wave, {.weight_decay = 0.1, .mask = weights})), scale_by_adam(),
            add_decayed_weights(0.1, weights), scale_by_learning_rate(wave)),
      TX_OF((adamw(0.1, {.weight_decay = straight, .nesterov = true})),
            scale_by_adam({.nesterov = true}), add_decayed_weights(straight),
            scale_by_learning_rate(0.1)),
      TX_OF((adamw(0.1, {.nu_dtype = dtype::f32})), scale_by_adam({.nu_dtype = dtype::f32}),
            add_decayed_weights(1e-4), scale_by_learning_rate(0.1)),
      TX_OF((rmsprop(0.1)), scale_by_rms(), scale_by_learning_rate(0.1), identity()),
      TX_OF((rmsprop(0.1, {.eps_in_sqrt = false})), scale_by_rms({.eps_in_sqrt = false}),
            scale_by_learning_rate(0.1), identity()),
      TX_OF((rmsprop(0.1, {.momentum = 0.9, .bias_correction = true})),
            scale_by_rms({.bias_correction = true}), scale_by_learning_rate(0.1), trace(0.9)),
      TX_OF((rmsprop(0.1, {.momentum = 0.9, .nesterov = true})), scale_by_rms(),
            scale_by_learning_rate(0.1), trace(0.9, {.nesterov = true})),
      TX_OF((rmsprop(0.1, {.initial_scale = 1.0, .centered = true})),
            scale_by_stddev({.initial_scale = 1.0}), scale_by_learning_rate(0.1), identity()),
      TX_OF((adabelief(0.1)), scale_by_belief(), scale_by_learning_rate(0.1)),
      TX_OF((radam(straight, {.b2 = 0.75})), scale_by_radam({.b2 = 0.75}),
            scale_by_learning_rate(straight)),
      TX_OF((adagrad(0.1)), scale_by_rss(), scale_by_learning_rate(0.1)),
      TX_OF((nadam(0.1)), scale_by_adam({.nesterov = true}), scale_by_learning_rate(0.1)),
      TX_OF((nadamw(0.1, {.weight_decay = 0.1, .mask = weights})),
            scale_by_adam({.nesterov = true}), add_decayed_weights(0.1, weights),
            scale_by_learning_rate(0.1)),
      TX_OF((lars(0.1, {.weight_decay = 0.1})), add_decayed_weights(0.1, true),
            masked(scale_by_trust_ratio({.trust_coefficient = 0.001}), true),
            scale_by_learning_rate(0.1), trace(0.9)),
      TX_OF((lion(0.1)), scale_by_lion(), add_decayed_weights(1e-3), scale_by_learning_rate(0.1)),
      TX_OF((lion(straight, {.mu_dtype = dtype::f32, .weight_decay = 0.1, .mask = weights})),
            scale_by_lion({.mu_dtype = dtype::f32}), add_decayed_weights(0.1, weights),
            scale_by_learning_rate(straight)),
      TX_OF((lion(0.1, {.weight_decay = 0.0})), scale_by_lion(), add_decayed_weights(0.0),
            scale_by_learning_rate(0.1)),
      TX_OF((adafactor(0.1)), scale_by_factored_rms(), clip_by_block_rms(1.0),
            scale_by_learning_rate(0.1, {.flip_sign = false}), scale_by_param_block_rms(),
            scale(-1)),
      TX_OF((adafactor({.multiply_by_parameter_scale = false,
                        .clipping_threshold = std::nullopt,
                        .momentum = 0.9,
                        .weight_decay_rate = 0.1,
                        .factored = false,
                        .weight_decay_mask = weights})),
            scale_by_factored_rms(false),
            ema(0.9, {.debias = false, .accumulator_dtype = dtype::f32}),
            add_decayed_weights(0.1, weights), scale(-1)),
      TX_OF((noisy_sgd(0.1)), add_noise(0.01, 0.55), scale_by_learning_rate(0.1)),
      TX_OF((adadelta(0.1, {.weight_decay = 0.1})), add_decayed_weights(0.1), scale_by_adadelta(),
            scale_by_learning_rate(0.1)),
      TX_OF((adadelta({.weight_decay_mask = weights})), add_decayed_weights(0.0, weights),
            scale_by_adadelta(), scale_by_learning_rate()),
      TX_OF((adamax(0.1)), scale_by_adamax(), scale_by_learning_rate(0.1)),
      TX_OF((adamaxw(straight, {.mask = weights})), scale_by_adamax(),
            add_decayed_weights(1e-4, weights), scale_by_learning_rate(straight)),
      TX_OF((adan(0.1, {.weight_decay = 0.1})), scale_by_adan({.eps_root = 1e-8}),
            add_decayed_weights(0.1), scale_by_learning_rate(0.1)),
      TX_OF((amsgrad(0.1, {.b2 = 0.75, .bias_correction_nu = false})),
            scale_by_amsgrad({.b2 = 0.75, .bias_correction_nu = false}),
            scale_by_learning_rate(0.1)),
      TX_OF((fromage(0.75)), scale_by_trust_ratio(1e-6), scale_by_learning_rate(0.75 * 0.8),
            add_decayed_weights(0.8 - 1)),
      TX_OF((novograd(0.1, {.weight_decay = 0.1})),
            scale_by_novograd({.eps = 1e-6, .weight_decay = 0.1}), scale_by_learning_rate(0.1)),
      TX_OF((optimistic_adam(0.1, {.nesterov = false})), scale_by_adam(),
            scale_by_optimistic_gradient(0.1, 0.1), scale_by_learning_rate(1.0)),
      TX_OF((optimistic_adam(0.1, 0.5)), scale_by_adam({.nesterov = true}),
            scale_by_optimistic_gradient(0.1, 0.5), scale_by_learning_rate(1.0)),
      TX_OF((optimistic_adam_v2(straight, {.beta = 0.5})), scale_by_adam({.nesterov = true}),
            scale_by_optimistic_gradient(1.0, 0.5), scale_by_learning_rate(straight)),
      TX_OF((optimistic_gradient_descent(0.1, {.beta = 0.5})),
            scale_by_optimistic_gradient(1.0, 0.5), scale_by_learning_rate(0.1)),
      TX_OF((rprop(0.1, {.max_step_size = 0.25})), scale_by_rprop(0.1, {.max_step_size = 0.25}),
            scale(-1.0)),
      TX_OF((sign_sgd(0.1)), scale_by_sign(), scale_by_learning_rate(0.1)),
      TX_OF((signum(0.1, {.accumulator_dtype = dtype::f32})),
            ema(0.9, {.debias = false, .accumulator_dtype = dtype::f32}), scale_by_sign(),
            scale_by_learning_rate(0.1)),
      TX_OF((sm3(0.1, 0.5)), scale_by_sm3(0.5), scale(-0.1)),
      TX_OF((yogi(0.1, {.b2 = 0.75})), scale_by_yogi({.b2 = 0.75}), scale_by_learning_rate(0.1)),
      TX_OF((lamb(0.1)), scale_by_adam({.eps = 1e-6}), add_decayed_weights(0.0),
            scale_by_trust_ratio(), scale_by_learning_rate(0.1)),
      TX_OF((lamb(straight, {.weight_decay = 0.1, .mask = all_but_weights})),
            scale_by_adam({.eps = 1e-6}), add_decayed_weights(0.1, all_but_weights),
            scale_by_trust_ratio(), scale_by_learning_rate(straight)),
  };
}

std::vector<named_transformation> of_ours() {
  return {
      TX(skip_on_spike(adam(0.1), {.interval = 16})),
      TX(skip_on_spike(chain(clip_by_global_norm(1.0), trace(0.9)),
                       {.interval = 3, .scaling_factor = 2.0})),
      TX(cautious(adam(0.1))),
      TX(cautious(chain(clip_by_global_norm(1.0), trace(0.9), scale(-0.1)), {.eps = 0.5})),
      TX(layer_wise_decay(0.75, 2, "*{}", {.embeddings = {"*1"}})),
      TX(mars(adamw(0.1))),
      TX(mars(scale_by_adam({.nesterov = true}), {.gamma = 0.5, .b1 = 0.75})),
  };
}

std::vector<named_transformation> of_contrib() {
  return {
      TX(contrib::split_real_and_imaginary(adam(0.1))),
      TX(contrib::scale_by_ademamix()),
      TX(contrib::scale_by_ademamix({.b3 = straight, .alpha = falling, .mu_dtype = dtype::f32})),
      TX(contrib::scale_by_simplified_ademamix()),
      TX(contrib::scale_by_simplified_ademamix({.b2 = 0.75, .alpha = straight, .eps_root = 1e-6})),
      TX(contrib::scale_by_adopt()),
      TX(contrib::scale_by_adopt({.b2 = 0.75, .clip_value_fn = falling})),
      TX(contrib::scale_by_adopt(
          {.mu_dtype = dtype::f32, .nesterov = true, .use_clipping = false})),
      TX(contrib::scale_by_adopt({.nu_dtype = dtype::f32})),
      TX(contrib::scale_by_ademamix({.nu_dtype = dtype::f32})),
      TX(contrib::scale_by_acprop()),
      TX(contrib::scale_by_acprop({.b2 = 0.75, .eps = 1e-4, .eps_root = 1e-6})),
      TX(contrib::scale_by_madgrad(0.1)),
      TX(contrib::scale_by_madgrad(straight, {.momentum = 0.5, .eps = 1e-3})),
      TX(contrib::normalize()),
      TX_OF((contrib::ademamix(0.1)), contrib::scale_by_ademamix({.alpha = 5.0}),
            add_decayed_weights(0.0), scale_by_learning_rate(0.1)),
      TX_OF((contrib::ademamix(wave, {.b3 = 0.75, .weight_decay = 0.1, .mask = weights})),
            contrib::scale_by_ademamix({.b3 = 0.75, .alpha = 5.0}),
            add_decayed_weights(0.1, weights), scale_by_learning_rate(wave)),
      TX_OF((contrib::simplified_ademamix(0.1, {.weight_decay = 0.1})),
            contrib::scale_by_simplified_ademamix(), add_decayed_weights(0.1),
            scale_by_learning_rate(0.1)),
      TX_OF((contrib::adopt(0.1)), contrib::scale_by_adopt(), scale_by_learning_rate(0.1)),
      TX_OF((contrib::acprop(straight, {.weight_decay = 0.1, .mask = all_but_weights})),
            contrib::scale_by_acprop(), add_decayed_weights(0.1, all_but_weights),
            scale_by_learning_rate(straight)),
      TX_OF((contrib::madgrad(0.1, {.weight_decay = 0.1})), add_decayed_weights(0.1),
            contrib::scale_by_madgrad(0.1)),
      TX_OF((contrib::madgrad(0.1, {.weight_decay = 0.1, .mask = weights})),
            add_decayed_weights(0.1, weights), contrib::scale_by_madgrad(0.1)),
      TX(contrib::schedule_free_sgd(0.5, {.weight_decay = 0.1, .mask = weights})),
      TX(contrib::schedule_free_adamw(0.1, {.weight_decay = 0.1, .mask = weights})),
      TX(contrib::prodigy()),
      TX(contrib::prodigy({.learning_rate = straight,
                           .beta3 = 0.75,
                           .estim_lr0 = 1e-3,
                           .weight_decay = 0.1,
                           .safeguard_warmup = true})),
      TX(contrib::dadapt_adamw()),
      TX(contrib::dadapt_adamw(straight, {.betas = {0.5, 0.75}, .weight_decay = 0.1})),
      TX_OF((contrib::dog()), identity(), contrib::detail::make_scale_by_dog({}),
            scale_by_learning_rate(1.0)),
      TX_OF((contrib::dog(0.5, {.init_step = {"learning_rate", 0.1}, .weight_decay = 0.1})),
            add_decayed_weights(0.1),
            contrib::detail::make_scale_by_dog({.init_step = {"learning_rate", 0.1}}),
            scale_by_learning_rate(0.5)),
      TX_OF((contrib::dowg()), identity(), contrib::detail::make_scale_by_dowg({}),
            scale_by_learning_rate(1.0)),
      TX(contrib::scale_by_cocob()),
      TX_OF((contrib::cocob(0.5, {.weight_decay = 0.1, .mask = weights})),
            add_decayed_weights(0.1, weights), scale_by_learning_rate(0.5, {.flip_sign = false}),
            contrib::scale_by_cocob()),
      TX(contrib::schedule_free(sgd(0.1), 0.1)),
      TX(contrib::schedule_free(adam(straight, {.b1 = 0.0}), straight,
                                {.b1 = 0.5, .state_dtype = dtype::f32})),
      TX(contrib::schedule_free_sgd(0.5, {.warmup_steps = 2, .weight_decay = 0.1})),
      TX(contrib::schedule_free_adamw(0.1)),
      TX_OF((contrib::sophia(0.1, {.update_interval = 2, .hessian_diagonal_fn = scale(2.0)})),
            contrib::detail::make_scale_by_sophia(
                {.learning_rate = 0.1, .update_interval = 2, .hessian_diagonal_fn = scale(2.0)}),
            add_decayed_weights(1e-4), scale_by_learning_rate(0.1)),
      TX(contrib::sam(sgd(0.1), sgd(0.5))),
      TX(contrib::sam(adam(0.1), chain(clip_by_global_norm(1.0), sgd(0.5, 0.9)), 3,
                      {.reset_state = false})),
      TX(contrib::mechanize(sgd(1.0))),
      TX(contrib::mechanize(adamw(1.0), {.s_init = 1e-3, .num_betas = 2})),
  };
}

}  // namespace

const std::vector<named_transformation>& every_one_that_needs_a_loss() {
  static const std::vector<named_transformation> all = {
      TX(contrib::momo()),
      TX(contrib::momo(straight, {.weight_decay = 0.1, .adapt_lower_bound = true})),
      TX(contrib::momo_adam(0.1)),
      TX(contrib::reduce_on_plateau({.patience = 1})),
      TX(skip_on_spike(adam(0.1), {.interval = 2})),
  };
  return all;
}

const std::vector<named_transformation>& every_transformation() {
  static const std::vector<named_transformation> all = [] {
    std::vector<named_transformation> rows = transforms();
    for (auto& more : {of_users(), combinators(), optimizers(), of_contrib(), of_ours()}) {
      rows.insert(rows.end(), more.begin(), more.end());
    }
    return rows;
  }();
  return all;
}

}  // namespace support
