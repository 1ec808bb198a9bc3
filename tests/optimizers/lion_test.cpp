#include "optaxx/optimizers/lion.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_lion.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(lion, takes_options_by_position_or_keyword) {
  const std::string text = "optax.lion(learning_rate=0.001, b1=0.95, b2=0.98)";
  EXPECT_EQ(describe(lion(1e-3, 0.95, 0.98)), text);
  EXPECT_EQ(describe(lion(1e-3, 0.95, {.b2 = 0.98})), text);
  EXPECT_EQ(describe(lion({.learning_rate = 1e-3, .b1 = 0.95, .b2 = 0.98})), text);
  EXPECT_EQ(describe(lion(1e-3, {.mu_dtype = dtype::f32, .weight_decay = 0.0})),
            "optax.lion(learning_rate=0.001, mu_dtype=jnp.float32, weight_decay=0.0)");
}

TEST(lion, steps_by_the_learning_rate_and_decays_weights) {
  const transformation tx = lion(0.5, {.weight_decay = 0.25});
  tree params = array{2.0F, -4.0F, 0.0F};
  opt_state state = tx.init(params);
  tx.step(array{10.0F, 0.1F, 0.0F}, state, params);
  EXPECT_THAT(params.leaf().values<float>(), ElementsAre(1.25F, -4.0F, 0.0F));
}

TEST(lion, has_the_bits_of_its_chain) {
  const transformation one = lion(0.1, {.b1 = 0.8, .weight_decay = 0.5, .mask = paths("w")});
  const transformation chained =
      chain(scale_by_lion({.b1 = 0.8}), add_decayed_weights(0.5, {.mask = paths("w")}),
            scale_by_learning_rate(0.1));
  const tree p{{"b", array{1.0F, 2.0F}}, {"w", array{-2.0F}}};
  opt_state state = one.init(p);
  opt_state chained_state = chained.init(p);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(p, state, p), chained.update(p, chained_state, p)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

TEST(lion, needs_params) {
  opt_state state = lion(0.1).init(array{1.0F});
  EXPECT_THAT([&] { lion(0.1).update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "add_decayed_weights: needs params, but update was called without them"));
}

}  // namespace
