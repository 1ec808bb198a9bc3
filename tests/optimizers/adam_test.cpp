#include "optaxx/optimizers/adam.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/schedules/cosine_decay_schedule.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/tree_utils/tree_get.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

TEST(adam, takes_options_by_position_or_keyword) {
  const std::string text = "optax.adam(learning_rate=0.001, b1=0.8, b2=0.95, eps=1e-06)";
  EXPECT_EQ(describe(adam(1e-3, 0.8, 0.95, 1e-6)), text);
  EXPECT_EQ(describe(adam(1e-3, 0.8, {.b2 = 0.95, .eps = 1e-6})), text);
  EXPECT_EQ(describe(adam({.learning_rate = 1e-3, .b1 = 0.8, .b2 = 0.95, .eps = 1e-6})), text);
  EXPECT_EQ(describe(adam(1e-3, {.b1 = 0.9})), "optax.adam(learning_rate=0.001)");
  EXPECT_EQ(describe(adam(cosine_decay_schedule(0.1, 10), {.nesterov = true})),
            "optax.adam(learning_rate=optax.cosine_decay_schedule(init_value=0.1, "
            "decay_steps=10), nesterov=True)");
}

TEST(adam, keeps_the_state_of_its_two_links) {
  const tree params{{"w", array{1.0F}}};
  EXPECT_EQ(adam(0.1).init(params).structure()->text(),
            "(ScaleByAdamState(count=*, mu={'w': *}, nu={'w': *}), EmptyState())");
  EXPECT_EQ(adam(cosine_decay_schedule(0.1, 10)).init(params)[1].kind(), node_kind::named_struct);
}

TEST(adam, begins_with_a_step_of_the_learning_rate) {
  tree params = array{1.0F, 1.0F};
  opt_state state = adam(0.125).init(params);
  adam(0.125).step(array{100.0F, -0.01F}, state, params);
  EXPECT_FLOAT_EQ(params.leaf().values<float>()[0], 1.0F - 0.125F * 0.99999332F);
  EXPECT_FLOAT_EQ(params.leaf().values<float>()[1], 1.0F + 0.125F * 0.9999924F);
}

TEST(adam, has_the_bits_of_its_chain) {
  const transformation one = adam(0.1, {.b1 = 0.8, .eps_root = 1e-6, .nesterov = true});
  const transformation chained = chain(
      scale_by_adam({.b1 = 0.8, .eps_root = 1e-6, .nesterov = true}), scale_by_learning_rate(0.1));
  const tree grads = array{1.0F, -3.0F, 0.25F};
  opt_state state = one.init(grads);
  opt_state chained_state = chained.init(grads);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(grads, state), chained.update(grads, chained_state)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

TEST(adam, may_go_on_from_the_state_of_another_adam) {
  const tree grads = array{1.0F};
  opt_state state = adam(0.1).init(grads);
  adam(0.1).update(grads, state);
  adam(0.2).update(grads, state);
  EXPECT_EQ(tree_get(state, "count").leaf().item(), 2);
}

TEST(adam, needs_no_params) {
  opt_state state = adam(0.1).init(array{1.0F});
  EXPECT_NO_THROW(adam(0.1).update(array{1.0F}, state));
}

}  // namespace
