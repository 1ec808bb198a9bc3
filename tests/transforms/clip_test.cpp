#include "optaxx/transforms/clip.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(clip, takes_its_bound_by_position_or_keyword) {
  EXPECT_EQ(describe(clip(0.5)), "optax.clip(max_delta=0.5)");
  EXPECT_EQ(describe(clip({.max_delta = 0.5})), "optax.clip(max_delta=0.5)");
}

TEST(clip, has_no_state) {
  EXPECT_EQ(clip(1).init(array{1.0F}).structure()->text(), "EmptyState()");
}

TEST(clip, bounds_each_element) {
  opt_state state = clip(0.5).init(array{0.0F, 0.0F, 0.0F, 0.0F});
  const tree updates = clip(0.5).update(array{0.25F, -3.0F, 3.0F, -INFINITY}, state);
  EXPECT_THAT(updates.leaf().values<float>(), ElementsAre(0.25F, -0.5F, 0.5F, -0.5F));
}

TEST(clip, keeps_nan) {
  opt_state state = clip(0.5).init(array{0.0F});
  EXPECT_TRUE(std::isnan(clip(0.5).update(array{NAN}, state).leaf().item()));
}

TEST(clip, rounds_its_bound_to_the_type_of_each_leaf) {
  const tree grads{{"double", 1.0}, {"single", 1.0F}};
  opt_state state = clip(0.1).init(grads);
  const tree updates = clip(0.1).update(grads, state);
  EXPECT_EQ(updates["double"].leaf().item(), 0.1);
  EXPECT_EQ(updates["single"].leaf().item(), static_cast<double>(0.1F));
}

}  // namespace
