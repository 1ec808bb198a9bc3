// The code of docs/fine_tuning.md.
#include <gmock/gmock.h>

#include <cmath>
#include <optaxx/optaxx.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace optax = optaxx;

constexpr int blocks = 3;

optax::tree model(float value) {
  const optax::array x{value, value};
  const optax::tree block{{"w", x}, {"b", x}};
  return {{"embed", x}, {"blocks", optax::list(block, block, block)}, {"head", {{"w", x}}}};
}

// The first element of that leaf after a step.
float stepped(const optax::transformation& tx, const std::string& path) {
  optax::tree params = model(1.0F);
  optax::opt_state state = tx.init(params);
  tx.step(model(0.5F), state, params);
  return params.at(path).leaf().data<float>()[0];
}

TEST(fine_tuning, freezes) {
  const auto head_only =
      optax::selective_transform(optax::adamw(1e-3), optax::paths("embed", "blocks/**"));
  EXPECT_EQ(stepped(head_only, "embed"), 1.0F);
  EXPECT_EQ(stepped(head_only, "blocks/2/w"), 1.0F);
  EXPECT_LT(stepped(head_only, "head/w"), 1.0F);
  EXPECT_EQ(optax::tree_get(head_only.init(model(1.0F)), "mu").leaves().size(), 1U);

  const auto thawable = optax::chain(optax::adamw(1e-3), optax::freeze(optax::paths("embed")));
  EXPECT_EQ(stepped(thawable, "embed"), 1.0F);
  EXPECT_LT(stepped(thawable, "head/w"), 1.0F);
  EXPECT_EQ(optax::tree_get(thawable.init(model(1.0F)), "mu").leaves().size(), 8U);
}

TEST(fine_tuning, has_smaller_rates_for_some) {
  const auto two_rates = optax::partition(
      {{"new", optax::adamw(1e-3)}, {"old", optax::adamw(1e-5)}, {"fixed", optax::set_to_zero()}},
      optax::path_labels({{"head/**", "new"}, {"embed", "fixed"}, {"**", "old"}}));
  EXPECT_EQ(stepped(two_rates, "embed"), 1.0F);
  EXPECT_NEAR(1 - stepped(two_rates, "head/w"), 1e-3, 1e-6);
  EXPECT_NEAR(1 - stepped(two_rates, "blocks/0/b"), 1e-5, 1e-6);
}

TEST(fine_tuning, has_a_rate_for_each_layer) {
  optax::labelled_transformations by_layer{{"rest", optax::adamw(1e-3)}};
  std::vector<std::pair<std::string, std::string>> labels;
  for (int i = 0; i < blocks; ++i) {
    const std::string name = "block " + std::to_string(i);
    by_layer.emplace_back(name, optax::adamw(1e-3 * std::pow(0.8, blocks - i)));
    labels.emplace_back("blocks/" + std::to_string(i) + "/**", name);
  }
  labels.emplace_back("**", "rest");
  const auto layer_wise = optax::partition(by_layer, optax::path_labels(labels));
  EXPECT_NEAR(1 - stepped(layer_wise, "head/w"), 1e-3, 1e-6);
  EXPECT_NEAR(1 - stepped(layer_wise, "blocks/2/w"), 0.8e-3, 1e-6);
  EXPECT_NEAR(1 - stepped(layer_wise, "blocks/0/w"), 0.512e-3, 1e-6);
}

TEST(fine_tuning, decays_the_rate_layer_by_layer) {
  const auto decayed_rates =
      optax::chain(optax::adamw(1e-3),
                   optax::layer_wise_decay(0.8, blocks, "blocks/{}/**", {.embeddings = {"embed"}}));
  EXPECT_NEAR(1 - stepped(decayed_rates, "blocks/2/w"), 8e-4, 1e-6);
  EXPECT_NEAR(1 - stepped(decayed_rates, "blocks/0/w"), 5.12e-4, 1e-6);
  EXPECT_NEAR(1 - stepped(decayed_rates, "embed"), 4.096e-4, 1e-6);
  EXPECT_NEAR(1 - stepped(decayed_rates, "head/w"), 1e-3, 1e-6);
}

TEST(fine_tuning, keeps_a_mean_of_the_parameters) {
  const auto tx = optax::sgd(0.1);
  optax::tree params = model(1.0F);
  const optax::tree grads = model(1.0F);
  optax::opt_state state = tx.init(params);

  optax::tree mean = params;
  for (int step = 0; step < 10; ++step) {
    tx.step(grads, state, params);
    mean = optax::incremental_update(params, mean, 0.01);  // 0.99 of the mean stays
  }
  double expected = 1;
  for (int step = 1; step <= 10; ++step) expected = 0.99 * expected + 0.01 * (1 - 0.1 * step);
  EXPECT_NEAR(mean["embed"].leaf().data<float>()[0], expected, 1e-6);
}

}  // namespace
