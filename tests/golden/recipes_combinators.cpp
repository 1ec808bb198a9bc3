#include "golden/recipes.hpp"

namespace golden {

namespace optax = optaxx;
using optax::label_tree;
using optax::list;
using optax::mask_tree;

namespace {

const char* const norm = "the order of the additions in a norm";

}  // namespace

recipe_table combinator_recipes() {
  const mask_tree mask{
      {"dense", {{"w", true}, {"b", false}}}, {"gain", false}, {"deep", list(true, false)}};
  const label_tree labels{{"dense", {{"w", "decay"}, {"b", "plain"}}},
                          {"gain", "frozen"},
                          {"deep", list("decay", "plain")}};
  // Labels are strings here.
  const auto ndim_above_one_label = [](const optax::tree& p) {
    return optax::tree_map(
        [](const optax::array& x) { return std::string(x.shape().rank() > 1 ? "True" : "False"); },
        p);
  };
  const auto ndim_label = [](const optax::tree& p) {
    return optax::tree_map([](const optax::array& x) { return std::to_string(x.shape().rank()); },
                           p);
  };
  return {
      {"chain_nested",
       optax::chain(optax::clip(1.0),
                    optax::chain(optax::trace(0.9), optax::identity(), optax::scale(0.5)),
                    optax::scale(-0.1))},
      {"chain_of_one", optax::chain(optax::chain(optax::scale_by_lion()))},
      {"chain_six",
       optax::chain(optax::clip_by_global_norm(1.0), optax::scale_by_adam({.b1 = 0.9, .b2 = 0.95}),
                    optax::add_decayed_weights(0.1, {.mask = ndim_not_one}),
                    optax::scale_by_schedule(
                        optax::warmup_cosine_decay_schedule(0.0, 1e-2, 8, 30, {.end_value = 1e-4})),
                    optax::scale(-1.0), optax::identity()),
       {10,
        "the order of the additions in a norm, and terms of the moments cancel",
        {.floor = 1},
        optax::paths("1/mu/**", "1/nu/**"),
        12}},
      {"chain_six_exact",
       optax::chain(optax::clip(2.0), optax::trace({.decay = 0.9, .nesterov = true}),
                    optax::add_decayed_weights(0.01),
                    optax::scale_by_schedule(optax::linear_schedule(1.0, 0.1, 25)),
                    optax::scale(0.5), optax::scale_by_learning_rate(0.1))},
      {"named_chain", optax::named_chain({{"clip", optax::clip(1.0)},
                                          {"adam", optax::scale_by_adam()},
                                          {"step", optax::scale(-0.01)}})},
      {"freeze", optax::chain(optax::adam(1e-2), optax::freeze(mask))},
      {"selective_transform", optax::selective_transform(optax::adam(1e-2), {.freeze_mask = mask})},
      {"selective_transform_all",
       optax::selective_transform(optax::sgd(0.1, {.momentum = 0.9}), {.freeze_mask = false})},
      {"multi_steps_skip_not_finite",
       optax::MultiSteps(optax::adam(1e-2), 3,
                         {.should_skip_update_fn = optax::skip_not_finite()})},
      {"multi_steps_skip_large",
       optax::MultiSteps(optax::sgd(0.1, {.momentum = 0.9}), 2,
                         {.should_skip_update_fn = optax::skip_large_updates(100.0)}),
       {0, norm, {}, optax::paths("skip_state/norm_squared"), 4}},
      {"multi_steps_growing_sum",
       optax::MultiSteps(optax::sgd(0.1), [](optax::step_t step) { return 1 + 2 * (step / 4); },
                         {.use_grad_mean = false})},
      {"masked", optax::masked(optax::trace(0.9), mask)},
      {"masked_all_off", optax::masked(optax::trace(0.9), false)},
      {"masked_chain",
       optax::masked(optax::chain(optax::scale_by_adam(), optax::add_decayed_weights(0.01),
                                  optax::scale(-0.01)),
                     mask_tree{{"dense", {{"w", true}, {"b", false}}},
                               {"gain", true},
                               {"deep", list(false, false)}})},
      {"masked_clip_by_global_norm",
       optax::masked(optax::clip_by_global_norm(0.5),
                     mask_tree{{"dense", true}, {"gain", false}, {"deep", list(false, false)}}),
       {3, norm}},
      {"masked_lambda", optax::masked(optax::scale_by_adam(), ndim_not_one)},
      {"masked_prefix",
       optax::masked(optax::scale_by_lion(),
                     mask_tree{{"dense", true}, {"gain", false}, {"deep", list(true, false)}})},
      {"partition", optax::partition({{"decay", optax::adamw(1e-2, {.weight_decay = 0.1})},
                                      {"plain", optax::sgd(0.1, {.momentum = 0.9})},
                                      {"frozen", optax::set_to_zero()}},
                                     labels)},
      {"partition_prefix",
       optax::partition({{"fast", optax::sgd(0.1, {.momentum = 0.9})},
                         {"slow", optax::sgd(0.01)},
                         {"unused", optax::lion(1e-3)}},
                        label_tree{{"dense", "fast"}, {"gain", "slow"}, {"deep", "slow"}})},
      {"partition_lambda_bool", optax::partition({{"True", optax::sgd(0.1, {.momentum = 0.9})},
                                                  {"False", optax::scale_by_learning_rate(0.05)}},
                                                 ndim_above_one_label)},
      {"partition_lambda_int", optax::partition({{"0", optax::set_to_zero()},
                                                 {"1", optax::sgd(0.1)},
                                                 {"2", optax::trace(0.9)},
                                                 {"3", optax::scale_by_lion()}},
                                                ndim_label)},
      {"multi_transform",
       optax::multi_transform({{"a", optax::clip_by_global_norm(0.5)}, {"b", optax::rmsprop(1e-2)}},
                              label_tree{{"w", "a"}, {"b", "b"}}),
       {4, "the order of the additions in a norm, and rsqrt"}},
      {"multi_steps",
       optax::MultiSteps(optax::sgd(0.1, {.momentum = 0.9}), {.every_k_schedule = 3})},
      {"multi_steps_sum", optax::MultiSteps(optax::sgd(0.1), 3, {.use_grad_mean = false})},
      {"multi_steps_one", optax::MultiSteps(optax::sgd(0.1, {.momentum = 0.9}), 1)},
      {"multi_steps_adamw",
       optax::MultiSteps(
           optax::adamw(optax::linear_schedule(1e-2, 1e-3, 8), {.weight_decay = 0.01}), 3)},
      {"multi_steps_growing",
       optax::MultiSteps(optax::adam(1e-2),
                         {.every_k_schedule = [](optax::step_t step) { return 1 + step / 3; }})},
      {"multi_steps_clip",
       optax::MultiSteps(optax::chain(optax::clip_by_global_norm(0.5), optax::sgd(0.1)), 4),
       {2, norm}},
      {"inject_adam", optax::inject_hyperparams(optax::adam)({.learning_rate = 1e-2})},
      {"inject_adam_schedules",
       optax::inject_hyperparams(optax::adam)(
           {.learning_rate = optax::cosine_decay_schedule(1e-2, 30), .b2 = 0.99},
           {{"b1", optax::linear_schedule(0.8, 0.95, 20)}})},
      {"inject_scale_by_adam",
       optax::
           inject_hyperparams(
               optax::scale_by_adam)({.eps = 1e-6, .nesterov = true}, {{"b2",
                                                                        [](optax::step_t step) {
                                                                          return static_cast<
                                                                              double>(
                                                                              0.9F +
                                                                              0.002F *
                                                                                  static_cast<
                                                                                      float>(step));
                                                                        }}})},
      {"inject_sgd",
       optax::chain(optax::clip(1.0), optax::inject_hyperparams(optax::sgd)(
                                          {.learning_rate = optax::linear_schedule(0.1, 0.01, 25),
                                           .momentum = 0.9,
                                           .nesterov = true}))},
      {"inject_adamw_mask",
       optax::inject_hyperparams(optax::adamw, {.static_args = {"mask"}})(
           {.learning_rate = 1e-2, .weight_decay = 0.1, .mask = ndim_not_one})},
      {"inject_adamw_no_decay",
       optax::inject_hyperparams(optax::adamw)({.learning_rate = 1e-2, .weight_decay = 0.0})},
      {"inject_function",
       optax::inject_hyperparams({"learning_rate", "weight_decay"},
                                 [](const optax::number& rate, const optax::number& decay) {
                                   return optax::chain(optax::scale_by_lion(),
                                                       optax::add_decayed_weights(decay),
                                                       optax::scale(rate.negated()));
                                 })(optax::linear_schedule(1e-2, 1e-3, 25), 0.1)},
      {"inject_rmsprop",
       optax::inject_hyperparams(optax::rmsprop,
                                 {.static_args = {"decay", "eps"}})({.learning_rate = 1e-2,
                                                                     .decay = 0.95,
                                                                     .eps = 1e-6,
                                                                     .eps_in_sqrt = false,
                                                                     .momentum = 0.9})},
      {"inject_radam", optax::inject_hyperparams(optax::radam)({.learning_rate = 1e-2, .b2 = 0.9})},
      {"inject_dtype",
       optax::inject_hyperparams(optax::adam, {.hyperparam_dtype = optax::dtype::f32})(
           {.learning_rate = 1e-2, .b1 = 0.8, .b2 = 0.99})},
      {"inject_int", optax::inject_hyperparams(optax::sgd)({.learning_rate = 1, .momentum = 0.5})},
      {"apply_if_finite_1",
       optax::apply_if_finite(optax::sgd(0.1, {.momentum = 0.9}), {.max_consecutive_errors = 1})},
      {"apply_if_finite_5",
       optax::apply_if_finite(optax::sgd(0.1, {.momentum = 0.9}), {.max_consecutive_errors = 5})},
      {"apply_if_finite_adam", optax::apply_if_finite(optax::adam(1e-2), 5)},
      {"apply_if_finite_zero", optax::apply_if_finite(optax::adam(1e-2), 0)},
      {"apply_if_finite_clip",
       optax::chain(optax::clip_by_global_norm(1.0), optax::apply_if_finite(optax::sgd(0.1), 3)),
       {2, norm}},
  };
}

}  // namespace golden
