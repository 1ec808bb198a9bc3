#include "optaxx/transforms/scale_by_lion.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(scale_by_lion, takes_options_by_position_or_keyword) {
  EXPECT_EQ(describe(scale_by_lion()), "optax.scale_by_lion()");
  EXPECT_EQ(describe(scale_by_lion(0.95, 0.98)), "optax.scale_by_lion(b1=0.95, b2=0.98)");
  EXPECT_EQ(describe(scale_by_lion({.b1 = 0.95, .b2 = 0.98})),
            "optax.scale_by_lion(b1=0.95, b2=0.98)");
  EXPECT_EQ(describe(scale_by_lion(0.95, {.mode = "smooth", .smooth_beta = 2.0})),
            "optax.scale_by_lion(b1=0.95, mode='smooth', smooth_beta=2.0)");
}

TEST(scale_by_lion, refuses_an_unknown_mode) {
  EXPECT_THAT([] { scale_by_lion({.mode = "soft"}); },
              ThrowsMessage<std::invalid_argument>(
                  "scale_by_lion: mode must be 'hard', 'smooth' or 'refined', got 'soft'"));
}

TEST(scale_by_lion, keeps_a_count_and_a_momentum) {
  EXPECT_EQ(scale_by_lion().init(array{1.0F}).structure()->text(),
            "ScaleByLionState(count=*, mu=*)");
}

TEST(scale_by_lion, gives_signs_and_averages_gradients) {
  const transformation tx = scale_by_lion(0.5, 0.75);
  opt_state state = tx.init(array{0.0F, 0.0F, 0.0F});
  EXPECT_THAT(tx.update(array{4.0F, -8.0F, 0.0F}, state).leaf().values<float>(),
              ElementsAre(1.0F, -1.0F, 0.0F));
  EXPECT_THAT(state["mu"].leaf().values<float>(), ElementsAre(1.0F, -2.0F, 0.0F));
  EXPECT_EQ(state["count"].leaf().item(), 1);
  // 0.5 * -0.5 + 0.5 * 1 is positive: the momentum wins.
  EXPECT_THAT(tx.update(array{-0.5F, 2.0F, 1.0F}, state).leaf().values<float>(),
              ElementsAre(1.0F, 0.0F, 1.0F));
}

TEST(scale_by_lion, when_smooth_gives_tanh) {
  const transformation tx = scale_by_lion({.b1 = 0.5, .mode = "smooth", .smooth_beta = 2.0});
  opt_state state = tx.init(array{0.0F});
  EXPECT_FLOAT_EQ(static_cast<float>(tx.update(array{0.5F}, state).leaf().item()), std::tanh(0.5F));
}

TEST(scale_by_lion, when_refined_is_linear_near_zero) {
  const transformation tx = scale_by_lion({.b1 = 0.5, .mode = "refined"});
  opt_state state = tx.init(array{0.0F, 0.0F, 0.0F});
  EXPECT_THAT(tx.update(array{0.5F, 4.0F, -4.0F}, state).leaf().values<float>(),
              ElementsAre(0.25F, 1.0F, -1.0F));
}

TEST(scale_by_lion, keeps_its_momentum_in_another_type_if_asked) {
  const opt_state state = scale_by_lion({.mu_dtype = dtype::f32}).init(array{1.0});
  EXPECT_EQ(state["mu"].leaf().dtype(), dtype::f32);
}

}  // namespace
