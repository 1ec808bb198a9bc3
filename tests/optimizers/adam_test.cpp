#include "optaxx/optimizers/adam.hpp"

#include <gmock/gmock.h>

#include "optaxx/tree_utils/tree_get.hpp"

namespace {

using namespace optaxx;

TEST(adam, begins_with_a_step_of_the_learning_rate) {
  tree params = array{1.0F, 1.0F};
  opt_state state = adam(0.125).init(params);
  adam(0.125).step(array{100.0F, -0.01F}, state, params);
  EXPECT_FLOAT_EQ(params.leaf().values<float>()[0], 1.0F - 0.125F * 0.99999332F);
  EXPECT_FLOAT_EQ(params.leaf().values<float>()[1], 1.0F + 0.125F * 0.9999924F);
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
