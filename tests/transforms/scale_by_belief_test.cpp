#include "optaxx/transforms/scale_by_belief.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale_by_belief, takes_options_by_position_or_keyword) {
  const std::string text = "optax.scale_by_belief(b1=0.8, b2=0.99, eps=1e-08, eps_root=1e-06)";
  EXPECT_EQ(describe(scale_by_belief(0.8, 0.99, 1e-8, 1e-6)), text);
  EXPECT_EQ(describe(scale_by_belief({.b1 = 0.8, .b2 = 0.99, .eps = 1e-8, .eps_root = 1e-6})),
            text);
  EXPECT_EQ(describe(scale_by_belief({.nesterov = true})), "optax.scale_by_belief(nesterov=True)");
}

TEST(scale_by_belief, keeps_a_count_and_two_moments) {
  EXPECT_EQ(scale_by_belief().init(array{1.0F}).structure()->text(),
            "ScaleByBeliefState(count=*, mu=*, nu=*)");
}

TEST(scale_by_belief, divides_by_the_size_of_the_surprise) {
  const transformation tx = scale_by_belief({.b1 = 0.5, .b2 = 0.5, .eps = 0.0, .eps_root = 0.0});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{8.0F}, state).leaf().values<float>(), ElementsAre(2.0F));
  EXPECT_THAT(state["mu"].leaf().values<float>(), ElementsAre(4.0F));
  EXPECT_THAT(state["nu"].leaf().values<float>(), ElementsAre(8.0F));
}

TEST(scale_by_belief, keeps_eps_root_in_the_second_moment) {
  const transformation tx = scale_by_belief({.b1 = 0.5, .b2 = 0.5, .eps = 0.0, .eps_root = 1.0});
  opt_state state = tx.init(array{0.0F});
  tx.update(array{0.0F}, state);
  EXPECT_THAT(state["nu"].leaf().values<float>(), ElementsAre(1.0F));
  tx.update(array{0.0F}, state);
  EXPECT_THAT(state["nu"].leaf().values<float>(), ElementsAre(1.5F));
}

}  // namespace
