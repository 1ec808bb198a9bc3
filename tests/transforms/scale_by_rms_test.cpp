#include "optaxx/transforms/scale_by_rms.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale_by_rms, takes_options_by_position_or_keyword) {
  const std::string text = "optax.scale_by_rms(decay=0.99, eps=1e-06, initial_scale=0.5)";
  EXPECT_EQ(describe(scale_by_rms(0.99, 1e-6, 0.5)), text);
  EXPECT_EQ(describe(scale_by_rms(0.99, {.eps = 1e-6, .initial_scale = 0.5})), text);
  EXPECT_EQ(describe(scale_by_rms({.decay = 0.99, .eps = 1e-6, .initial_scale = 0.5})), text);
  EXPECT_EQ(describe(scale_by_rms({.eps_in_sqrt = false, .bias_correction = true})),
            "optax.scale_by_rms(eps_in_sqrt=False, bias_correction=True)");
  EXPECT_EQ(describe(scale_by_rms()), "optax.scale_by_rms()");
}

TEST(scale_by_rms, keeps_a_mean_square_and_a_count_if_it_needs_one) {
  EXPECT_EQ(scale_by_rms().init(array{1.0F}).structure()->text(), "ScaleByRmsState(nu=*)");
  EXPECT_EQ(scale_by_rms({.bias_correction = true}).init(array{1.0F}).structure()->text(),
            "ScaleByRmsWithCountState(count=*, nu=*)");
}

TEST(scale_by_rms, divides_by_the_root_of_the_mean_square) {
  const transformation tx = scale_by_rms({.decay = 0.75, .eps = 3.0});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(1.0F));
  EXPECT_THAT(state["nu"].leaf().values<float>(), ElementsAre(1.0F));
}

TEST(scale_by_rms, adds_eps_outside_the_root_if_asked) {
  const transformation tx = scale_by_rms({.decay = 0.75, .eps = 3.0, .eps_in_sqrt = false});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(0.5F));
}

TEST(scale_by_rms, begins_with_the_initial_scale) {
  const transformation tx = scale_by_rms({.decay = 0.75, .eps = 0.0, .initial_scale = 4.0});
  opt_state state = tx.init(array{0.0F, 0.0F});
  EXPECT_THAT(state["nu"].leaf().values<float>(), ElementsAre(4.0F, 4.0F));
  EXPECT_THAT(tx.update(array{2.0F, 0.0F}, state).leaf().values<float>(), ElementsAre(1.0F, 0.0F));
  EXPECT_THAT(state["nu"].leaf().values<float>(), ElementsAre(4.0F, 3.0F));
}

TEST(scale_by_rms, corrects_the_bias_if_asked) {
  const transformation tx = scale_by_rms({.decay = 0.75, .eps = 0.0, .bias_correction = true});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(1.0F));
  EXPECT_EQ(state["count"].leaf().item(), 1);
}

}  // namespace
