// The C++ of docs/porting_from_optax.md, and that it says what the Python beside it says.

#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>
#include <optaxx/xtensor.hpp>

namespace {

namespace optax = optaxx;

TEST(porting, calls) {
  const auto a = optax::sgd(0.1, {.momentum = 0.9});
  const auto b = optax::adamw({.learning_rate = 1e-3, .weight_decay = 0.1});
  const auto rate = optax::linear_schedule(0.0, 1e-3, 1000);
  const auto c = optax::chain(optax::clip_by_global_norm(1.0), optax::adam(rate, {.b1 = 0.95}));
  const auto d = optax::multi_steps(c, {.every_k_schedule = 4, .use_grad_mean = false});

  EXPECT_EQ(optax::describe(a), "optax.sgd(learning_rate=0.1, momentum=0.9)");
  EXPECT_EQ(optax::describe(b), "optax.adamw(learning_rate=0.001, weight_decay=0.1)");
  EXPECT_EQ(rate.describe(),
            "optax.linear_schedule(init_value=0.0, end_value=0.001, transition_steps=1000)");
  EXPECT_EQ(optax::describe(c),
            "optax.chain(optax.clip_by_global_norm(max_norm=1.0), optax.adam("
            "learning_rate=" +
                rate.describe() + ", b1=0.95))");
  EXPECT_EQ(optax::describe(d), "optax.MultiSteps(opt=" + optax::describe(c) +
                                    ", every_k_schedule=4, use_grad_mean=False)");
}

TEST(porting, an_option_struct_by_its_name) {
  const auto tx = optax::adamw(optax::adamw_options<>{.learning_rate = 1e-3, .weight_decay = 0.1});
  EXPECT_EQ(optax::describe(tx), optax::describe(optax::adamw(1e-3, {.weight_decay = 0.1})));
}

TEST(porting, trees) {
  const auto x = optax::array{1.0F, 2.0F};
  const optax::tree dict{{"w", x}, {"b", optax::array(0.5F)}};
  const optax::tree nested{{"layers", optax::list(dict, dict)}, {"none", optax::none}};
  const optax::tree pair = optax::tuple(x, optax::array(optax::dtype::f32, {3, 4}));
  const optax::tree from_xtensor{{"w", xt::xarray<float>{{1, 2}, {3, 4}}}};
  const float w1 = dict["w"].leaf().data<float>()[1];

  EXPECT_EQ(nested.structure()->text(),
            "{'layers': [{'b': *, 'w': *}, {'b': *, 'w': *}], 'none': None}");
  EXPECT_EQ(pair.structure()->text(), "(*, *)");
  EXPECT_EQ(from_xtensor["w"].leaf().shape(), (optax::shape{2, 2}));
  EXPECT_EQ(w1, 2.0F);
}

TEST(porting, masks) {
  const optax::tree params{{"w", optax::array(optax::dtype::f32, {2, 2})},
                           {"b", optax::array{0.0F, 0.0F}}};
  const auto matrices = [](const optax::tree& p) {
    return optax::tree_map([](const optax::array& x) { return x.shape().rank() > 1; }, p);
  };
  const auto by_tree = optax::masked(optax::adam(1e-3), matrices(params));
  const auto by_literal = optax::adamw(1e-3, {.mask = {{"w", true}, {"b", false}}});
  const auto by_function = optax::adamw(1e-3, {.mask = matrices});
  const auto by_path = optax::adamw(1e-3, {.mask = optax::paths("**/w")});
  const auto labelled = optax::partition({{"fast", optax::adam(1e-2)}, {"slow", optax::sgd(1e-4)}},
                                         optax::path_labels({{"**/w", "fast"}, {"**", "slow"}}));

  for (const auto& tx : {by_tree, by_literal, by_function, by_path, labelled}) {
    EXPECT_NO_THROW((void)tx.init(params)) << optax::describe(tx);
  }
  EXPECT_EQ(by_tree.init(params)["inner_state"][0]["mu"].leaves().size(), 1U);
  EXPECT_EQ(labelled.init(params)["inner_states"]["fast"]["inner_state"][0]["mu"].leaves().size(),
            1U);
}

TEST(porting, hyperparameters_in_the_state) {
  const auto warmup = optax::linear_schedule(0.5, 0.9, 10);
  const optax::tree params{{"w", optax::array{1.0F, 2.0F}}};
  const auto injected =
      optax::inject_hyperparams(optax::adam)({.learning_rate = 1e-3}, {{"b1", warmup}});
  optax::opt_state state = injected.init(params);
  state["hyperparams"]["learning_rate"].leaf().set_item(1e-4);
  const auto of_lambda =
      optax::inject_hyperparams({"learning_rate"}, [](const optax::number& rate) {
        return optax::chain(optax::clip_by_global_norm(1.0), optax::adam(rate));
      })(warmup);

  EXPECT_EQ(
      optax::describe(injected),
      "optax.inject_hyperparams(optax.adam)(learning_rate=0.001, b1=" + warmup.describe() + ")");
  EXPECT_EQ(state["hyperparams"]["learning_rate"].leaf(), optax::array(1e-4F));
  EXPECT_EQ(of_lambda.init(params)["hyperparams"].keys().size(), 1U);
}

TEST(porting, steps) {
  const auto tx = optax::adam(1e-3);
  optax::tree params{{"w", optax::array{1.0F, 2.0F}}};
  const optax::tree grads{{"w", optax::array{0.5F, -0.5F}}};
  optax::opt_state state = tx.init(params);
  {
    optax::tree updates = tx.update(grads, state, params);
    optax::apply_updates(params, updates);
  }
  tx.step(grads, state, params);
  const double count = optax::tree_get(state, "count").leaf().item();
  const optax::array& mu = state[0]["mu"]["w"];
  const optax::tree rate = optax::tree_get(state, "learning_rate", {.default_ = optax::none});

  EXPECT_TRUE(rate.is_none());
  EXPECT_EQ(count, 2);
  EXPECT_EQ(mu.shape(), optax::shape{2});
}

}  // namespace
