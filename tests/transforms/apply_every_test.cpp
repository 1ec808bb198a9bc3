#include "optaxx/transforms/apply_every.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/tree_utils/tree_get.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(apply_every, gives_the_sum_at_every_kth_step) {
  const transformation tx = apply_every(3);
  opt_state state = tx.init(array{0.0F});
  for (const float expected : {0.0F, 0.0F, 6.0F, 0.0F, 0.0F, 6.0F}) {
    const double count = tree_get(state, "count").leaf().item();
    const auto g = static_cast<float>(count + 1);
    EXPECT_EQ(tx.update(array{g}, state).leaf().values<float>()[0], expected);
  }
}

TEST(apply_every, gives_a_nan_at_once_until_its_sum_is_given_out) {
  const transformation tx = apply_every(2);
  opt_state state = tx.init(array{0.0F});
  const auto update = [&](float g) { return tx.update(array{g}, state).leaf().values<float>()[0]; };
  EXPECT_TRUE(std::isnan(update(NAN)));
  EXPECT_TRUE(std::isnan(update(1.0F)));
  EXPECT_TRUE(std::isnan(update(1.0F)));  // Optax multiplies the sum by zero to forget it
}

TEST(apply_every, refuses_a_count_that_is_not_positive) {
  EXPECT_THAT([] { apply_every(0); },
              ThrowsMessage<std::invalid_argument>("apply_every: k must be positive, got 0"));
}

}  // namespace
