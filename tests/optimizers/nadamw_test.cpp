#include "optaxx/optimizers/nadamw.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

TEST(nadamw, takes_options_by_position_or_keyword) {
  const std::string text = "optax.nadamw(learning_rate=0.1, b1=0.8, weight_decay=0.5)";
  EXPECT_EQ(describe(nadamw(0.1, 0.8, {.weight_decay = 0.5})), text);
  EXPECT_EQ(describe(nadamw({.learning_rate = 0.1, .b1 = 0.8, .weight_decay = 0.5})), text);
  EXPECT_EQ(describe(nadamw(0.1, {.nesterov = false})),
            "optax.nadamw(learning_rate=0.1, nesterov=False)");
}

TEST(nadamw, keeps_the_state_of_its_chain) {
  EXPECT_EQ(nadamw(0.1).init(array{1.0F}).structure()->text(),
            "(ScaleByAdamState(count=*, mu=*, nu=*), EmptyState(), EmptyState())");
}

TEST(nadamw, has_the_bits_of_its_chain) {
  const transformation one = nadamw(0.1, {.b1 = 0.5, .weight_decay = 0.5});
  const transformation chained = chain(scale_by_adam({.b1 = 0.5, .nesterov = true}),
                                       add_decayed_weights(0.5), scale_by_learning_rate(0.1));
  const tree grads = array{1.0F, -3.0F, 0.25F};
  tree params = array{0.5F, 2.0F, -1.0F};
  opt_state state = one.init(grads);
  opt_state chained_state = chained.init(grads);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(grads, state, params),
                                   chained.update(grads, chained_state, params)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

}  // namespace
