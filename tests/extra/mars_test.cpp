#include "optaxx/extra/mars.hpp"

#include <gtest/gtest.h>

#include "optaxx/optimizers/adam.hpp"
#include "optaxx/transforms/scale.hpp"
#include "support/wrappers.hpp"

namespace {

using namespace optaxx;

TEST(mars, has_the_updates_of_the_formula) {
  support::expect_updates_of("numpy_mars", mars(adam(0.1, {.b1 = 0.95, .b2 = 0.99})));
  support::expect_updates_of("numpy_mars_strong",
                             mars(adam(0.1, {.b1 = 0.5, .b2 = 0.75}), {.gamma = 1.5, .b1 = 0.5}));
}

TEST(mars, has_the_updates_of_pytorch_optimizer) {
  support::expect_updates_of("torch_mars", mars(adam(0.1, {.b1 = 0.95, .b2 = 0.99, .eps = 0.0})));
}

TEST(mars, hands_on_the_gradient_and_a_part_of_its_change) {
  const transformation tx = mars(scale(-1.0), {.gamma = 0.5, .b1 = 0.5});
  const tree params = array{0.0F, 0.0F};
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(array{0.25F, 0.0F}, state), tree(array{-0.375F, -0.0F}));
  EXPECT_EQ(tx.update(array{0.125F, 0.5F}, state), tree(array{-0.0625F, -0.75F}));
  EXPECT_EQ(state["last_grad"], tree(array{0.125F, 0.5F}));
  // 4.4375 and 5.75 have a norm above 1.
  const tree large = tx.update(array{3.0F, 4.0F}, state);
  const float* u = large.leaf().data<float>();
  EXPECT_FLOAT_EQ(u[0] * u[0] + u[1] * u[1], 1.0F);
}

}  // namespace
