// The code of docs/getting_started.md.
#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

// What the page begins with.
#include <optaxx/optaxx.hpp>
namespace optax = optaxx;

namespace {

TEST(getting_started, runs) {
  std::vector<float> weights(6, 0.5F);
  optax::tree params{
      {"dense", {{"w", optax::borrow(weights.data(), {2, 3})}, {"b", optax::array{0.0F, 0.0F}}}},
      {"scale", optax::array(1.0F)}};
  const optax::tree grads = params;

  const auto rate = optax::warmup_cosine_decay_schedule(0.0, 0.1, 10, 100);
  const auto tx =
      optax::chain(optax::clip_by_global_norm(1.0),
                   optax::adamw(rate, {.weight_decay = 0.01, .mask = optax::paths("**/w")}));

  optax::opt_state state = tx.init(params);
  tx.step(grads, state, params);

  const optax::tree updates = tx.update(grads, state, params);
  optax::apply_updates(params, updates);
  EXPECT_LT(weights[0], 0.5F);

  const double count = state[1][0]["count"].leaf().item();
  const auto mu = optax::tree_get(state, "mu");  // whatever the chain looks like
  const optax::opt_state before = state;         // to come back to
  EXPECT_EQ(count, 2);
  EXPECT_TRUE(mu.contains("dense"));

  std::string message;
  const optax::tree wrong{{"dense", {{"w", optax::array{1.0F}}, {"b", optax::array{0.0F, 0.0F}}}},
                          {"scale", optax::array(1.0F)}};
  try {
    tx.step(wrong, state, params);
  } catch (const optax::tree_mismatch& error) {
    message = error.what();
  }
  EXPECT_EQ(message, "chain: updates['dense']['w'] has shape (1,), params has (2, 3)");
  EXPECT_EQ(state, before);
}

struct layer {
  std::vector<float> w = std::vector<float>(6, 0.5F);
  std::vector<float> b = std::vector<float>(2);
};

TEST(getting_started, builds_a_tree_in_a_loop) {
  std::vector<layer> network(3);
  optax::tree params;
  std::vector<optax::tree> layers;
  for (layer& l : network) {
    optax::tree t;
    t["w"] = optax::borrow(l.w, {2, 3});
    t["b"] = optax::borrow(l.b);
    layers.push_back(std::move(t));
  }
  params["layers"] = optax::tree::list(layers);
  params["scale"] = optax::array(1.0F);

  const optax::tree best = params;
  optax::opt_state state = optax::sgd(0.5).init(params);
  optax::sgd(0.5).step(best, state, params);
  EXPECT_EQ(network[2].w[5], 0.25F);
  params = best;
  EXPECT_EQ(network[2].w[5], 0.5F);
}

}  // namespace
