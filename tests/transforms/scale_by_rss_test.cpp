#include "optaxx/transforms/scale_by_rss.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale_by_rss, takes_options_by_position_or_keyword) {
  const std::string text = "optax.scale_by_rss(initial_accumulator_value=0.5, eps=1e-06)";
  EXPECT_EQ(describe(scale_by_rss(0.5, 1e-6)), text);
  EXPECT_EQ(describe(scale_by_rss({.initial_accumulator_value = 0.5, .eps = 1e-6})), text);
  EXPECT_EQ(describe(scale_by_rss()), "optax.scale_by_rss()");
}

TEST(scale_by_rss, divides_by_the_root_of_the_sum_of_squares) {
  const transformation tx = scale_by_rss(7.0, 0.0);
  opt_state state = tx.init(array{0.0F});
  EXPECT_EQ(state.structure()->text(), "ScaleByRssState(sum_of_squares=*)");
  EXPECT_THAT(tx.update(array{3.0F}, state).leaf().values<float>(), ElementsAre(0.75F));
  EXPECT_THAT(state["sum_of_squares"].leaf().values<float>(), ElementsAre(16.0F));
}

TEST(scale_by_rss, is_zero_where_the_sum_is_zero) {
  const transformation tx = scale_by_rss(0.0, 0.0);
  opt_state state = tx.init(array{0.0F, 0.0F});
  EXPECT_THAT(tx.update(array{0.0F, 1e-30F}, state).leaf().values<float>(),
              ElementsAre(0.0F, 0.0F));
}

}  // namespace
