#include "optaxx/transforms/scale_by_learning_rate.hpp"

#include <gmock/gmock.h>

#include "optaxx/schedules/linear_schedule.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale_by_learning_rate, takes_the_rate_by_position_or_keyword) {
  EXPECT_EQ(describe(scale_by_learning_rate(0.1)),
            "optax.scale_by_learning_rate(learning_rate=0.1)");
  EXPECT_EQ(describe(scale_by_learning_rate({.learning_rate = 0.1, .flip_sign = false})),
            "optax.scale_by_learning_rate(learning_rate=0.1, flip_sign=False)");
  EXPECT_EQ(describe(scale_by_learning_rate(0.1, {.flip_sign = false})),
            "optax.scale_by_learning_rate(learning_rate=0.1, flip_sign=False)");
}

tree update(const transformation& tx, float gradient) {
  opt_state state = tx.init(array{0.0F});
  return tx.update(array{gradient}, state);
}

TEST(scale_by_learning_rate, goes_downhill) {
  EXPECT_THAT(update(scale_by_learning_rate(0.5), 3.0F).leaf().values<float>(), ElementsAre(-1.5F));
  EXPECT_THAT(
      update(scale_by_learning_rate(0.5, {.flip_sign = false}), 3.0F).leaf().values<float>(),
      ElementsAre(1.5F));
}

TEST(scale_by_learning_rate, none_does_not_even_change_the_sign) {
  EXPECT_THAT(update(scale_by_learning_rate(std::nullopt), 3.0F).leaf().values<float>(),
              ElementsAre(3.0F));
}

TEST(scale_by_learning_rate, has_a_state_only_with_a_schedule) {
  EXPECT_EQ(scale_by_learning_rate(0.1).init(array{0.0F}).structure()->text(), "EmptyState()");
  EXPECT_EQ(scale_by_learning_rate(std::nullopt).init(array{0.0F}).structure()->text(),
            "EmptyState()");
  EXPECT_EQ(
      scale_by_learning_rate(linear_schedule(1.0, 0.0, 4)).init(array{0.0F}).structure()->text(),
      "ScaleByScheduleState(count=*)");
}

TEST(scale_by_learning_rate, follows_a_schedule) {
  const transformation tx = scale_by_learning_rate(linear_schedule(1.0, 0.0, 4));
  opt_state state = tx.init(array{0.0F});
  for (const float expected : {-2.0F, -1.5F, -1.0F, -0.5F, -0.0F}) {
    EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(expected));
  }
}

}  // namespace
