#include "optaxx/optimizers/adagrad.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_rss.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

TEST(adagrad, takes_options_by_position_or_keyword) {
  const std::string text =
      "optax.adagrad(learning_rate=0.1, initial_accumulator_value=0.5, eps=1e-05)";
  EXPECT_EQ(describe(adagrad(0.1, 0.5, 1e-5)), text);
  EXPECT_EQ(describe(adagrad(0.1, {.initial_accumulator_value = 0.5, .eps = 1e-5})), text);
  EXPECT_EQ(describe(adagrad({.learning_rate = 0.1})), "optax.adagrad(learning_rate=0.1)");
}

TEST(adagrad, keeps_the_state_of_its_chain) {
  EXPECT_EQ(adagrad(0.1).init(array{1.0F}).structure()->text(),
            "(ScaleByRssState(sum_of_squares=*), EmptyState())");
}

TEST(adagrad, has_the_bits_of_its_chain) {
  const transformation one = adagrad(0.1, 0.5, 1e-5);
  const transformation chained = chain(scale_by_rss(0.5, 1e-5), scale_by_learning_rate(0.1));
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
