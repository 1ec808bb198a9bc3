#include "optaxx/optimizers/nadam.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

TEST(nadam, takes_options_by_position_or_keyword) {
  const std::string text = "optax.nadam(learning_rate=0.1, b1=0.8, b2=0.99)";
  EXPECT_EQ(describe(nadam(0.1, 0.8, 0.99)), text);
  EXPECT_EQ(describe(nadam({.learning_rate = 0.1, .b1 = 0.8, .b2 = 0.99})), text);
  EXPECT_EQ(describe(nadam(0.1, {.nesterov = false})),
            "optax.nadam(learning_rate=0.1, nesterov=False)");
}

TEST(nadam, keeps_the_state_of_its_chain) {
  EXPECT_EQ(nadam(0.1).init(array{1.0F}).structure()->text(),
            "(ScaleByAdamState(count=*, mu=*, nu=*), EmptyState())");
}

TEST(nadam, has_the_bits_of_its_chain) {
  const transformation one = nadam(0.1, {.b1 = 0.5, .eps_root = 1e-8});
  const transformation chained = chain(
      scale_by_adam({.b1 = 0.5, .eps_root = 1e-8, .nesterov = true}), scale_by_learning_rate(0.1));
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
