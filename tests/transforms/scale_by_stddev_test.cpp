#include "optaxx/transforms/scale_by_stddev.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale_by_stddev, takes_options_by_position_or_keyword) {
  const std::string text = "optax.scale_by_stddev(decay=0.99, eps=1e-06, initial_scale=0.5)";
  EXPECT_EQ(describe(scale_by_stddev(0.99, 1e-6, 0.5)), text);
  EXPECT_EQ(describe(scale_by_stddev({.decay = 0.99, .eps = 1e-6, .initial_scale = 0.5})), text);
  EXPECT_EQ(describe(scale_by_stddev({.eps_in_sqrt = false, .bias_correction = true})),
            "optax.scale_by_stddev(eps_in_sqrt=False, bias_correction=True)");
}

TEST(scale_by_stddev, keeps_two_moments_and_a_count_if_it_needs_one) {
  EXPECT_EQ(scale_by_stddev().init(array{1.0F}).structure()->text(),
            "ScaleByRStdDevState(mu=*, nu=*)");
  EXPECT_EQ(scale_by_stddev({.bias_correction = true}).init(array{1.0F}).structure()->text(),
            "ScaleByRStdDevWithCountState(count=*, mu=*, nu=*)");
}

TEST(scale_by_stddev, divides_by_the_standard_deviation) {
  const transformation tx = scale_by_stddev({.decay = 0.5, .eps = 0.0});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{4.0F}, state).leaf().values<float>(), ElementsAre(2.0F));
  EXPECT_THAT(state["mu"].leaf().values<float>(), ElementsAre(2.0F));
  EXPECT_THAT(state["nu"].leaf().values<float>(), ElementsAre(8.0F));
}

TEST(scale_by_stddev, adds_eps_outside_the_root_if_asked) {
  const transformation tx = scale_by_stddev({.decay = 0.5, .eps = 2.0, .eps_in_sqrt = false});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{4.0F}, state).leaf().values<float>(), ElementsAre(1.0F));
}

TEST(scale_by_stddev, corrects_the_bias_of_both_moments_if_asked) {
  const transformation tx =
      scale_by_stddev({.decay = 0.5, .eps = 1.0, .initial_scale = 3.0, .bias_correction = true});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{4.0F}, state).leaf().values<float>(), ElementsAre(2.0F));
}

}  // namespace
