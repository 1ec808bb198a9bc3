#include "optaxx/transforms/scale.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale, takes_its_factor_by_position_or_keyword) {
  EXPECT_EQ(describe(scale(0.5)), "optax.scale(step_size=0.5)");
  EXPECT_EQ(describe(scale({.step_size = 0.5})), "optax.scale(step_size=0.5)");
  EXPECT_EQ(describe(scale(-2)), "optax.scale(step_size=-2)");
}

TEST(scale, has_no_state) {
  EXPECT_EQ(scale(1.0).init(array{1.0F}).structure()->text(), "EmptyState()");
}

TEST(scale, multiplies) {
  opt_state state = scale(-2).init(array{0.0F, 0.0F});
  const tree updates = scale(-2).update(array{1.5F, -3.0F}, state);
  EXPECT_THAT(updates.leaf().values<float>(), ElementsAre(-3.0F, 6.0F));
}

TEST(scale, rounds_its_factor_once_to_the_type_of_each_leaf) {
  const tree grads{{"double", array{3.0, 7.0}}, {"single", array{3.0F, 7.0F}}};
  opt_state state = scale(0.1).init(grads);
  const tree updates = scale(0.1).update(grads, state);
  EXPECT_THAT(updates["double"].leaf().values<double>(), ElementsAre(0.1 * 3.0, 0.1 * 7.0));
  EXPECT_THAT(updates["single"].leaf().values<float>(), ElementsAre(0.1F * 3.0F, 0.1F * 7.0F));
}

TEST(scale, flushes_subnormal_results) {
  opt_state state = scale(0.5).init(array{0.0F});
  EXPECT_THAT(scale(0.5).update(array{1.5e-38F}, state).leaf().values<float>(), ElementsAre(0.0F));
}

}  // namespace
