#include "optaxx/transforms/ema.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(ema, takes_options_by_position_or_keyword) {
  const std::string text = "optax.ema(decay=0.5, debias=False, accumulator_dtype=jnp.float32)";
  EXPECT_EQ(describe(ema(0.5, false, dtype::f32)), text);
  EXPECT_EQ(describe(ema(0.5, {.debias = false, .accumulator_dtype = dtype::f32})), text);
  EXPECT_EQ(describe(ema({.decay = 0.5})), "optax.ema(decay=0.5)");
}

TEST(ema, keeps_a_count_and_the_mean) {
  EXPECT_EQ(ema(0.5).init(array{1.0F}).structure()->text(), "EmaState(count=*, ema=*)");
}

TEST(ema, emits_the_debiased_mean_and_stores_the_biased_one) {
  const transformation tx = ema(0.5);
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(2.0F));
  EXPECT_THAT(state["ema"].leaf().values<float>(), ElementsAre(1.0F));
  EXPECT_THAT(tx.update(array{8.0F}, state).leaf().values<float>(), ElementsAre(6.0F));
  EXPECT_THAT(state["ema"].leaf().values<float>(), ElementsAre(4.5F));
  EXPECT_EQ(state["count"].leaf().item(), 2);
}

TEST(ema, emits_the_biased_mean_if_asked) {
  const transformation tx = ema(0.5, {.debias = false});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(1.0F));
}

TEST(ema, stores_the_mean_rounded_and_emits_it_unrounded) {
  const transformation tx = ema(0.5, {.debias = false, .accumulator_dtype = dtype::f32});
  opt_state state = tx.init(array{0.0});
  EXPECT_THAT(tx.update(array{0.2}, state).leaf().values<double>(), ElementsAre(0.1));
  EXPECT_THAT(state["ema"].leaf().values<float>(), ElementsAre(0.1F));
}

}  // namespace
