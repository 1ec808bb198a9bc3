#include "optaxx/transforms/scale_by_radam.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale_by_radam, takes_options_by_position_or_keyword) {
  const std::string text =
      "optax.scale_by_radam(b1=0.8, b2=0.99, eps=1e-07, eps_root=1e-06, threshold=6.0)";
  EXPECT_EQ(describe(scale_by_radam(0.8, 0.99, 1e-7, 1e-6, 6.0)), text);
  EXPECT_EQ(describe(scale_by_radam(
                {.b1 = 0.8, .b2 = 0.99, .eps = 1e-7, .eps_root = 1e-6, .threshold = 6.0})),
            text);
  EXPECT_EQ(describe(scale_by_radam({.nesterov = true})), "optax.scale_by_radam(nesterov=True)");
}

TEST(scale_by_radam, keeps_the_state_of_adam) {
  EXPECT_EQ(scale_by_radam().init(array{1.0F}).structure()->text(),
            "ScaleByAdamState(count=*, mu=*, nu=*)");
}

// With b2 = 0.999 the mean is longer than 5 from the sixth step on.
TEST(scale_by_radam, is_a_corrected_momentum_until_the_variance_is_tractable) {
  const transformation tx = scale_by_radam({.b1 = 0.5});
  opt_state state = tx.init(array{0.0F});
  for (int t = 1; t <= 5; ++t) {
    EXPECT_THAT(tx.update(array{8.0F}, state).leaf().values<float>(), ElementsAre(8.0F)) << t;
  }
  EXPECT_LT(tx.update(array{8.0F}, state).leaf().item(), 1.0);
}

// Algorithm 2 of the paper, in double.
TEST(scale_by_radam, rectifies_as_the_paper_says) {
  const double b2 = 0.9;
  const double inf = 2 / (1 - b2) - 1;
  const transformation tx = scale_by_radam({.b1 = 0.0, .b2 = b2, .eps = 0.0});
  opt_state state = tx.init(array{0.0F});
  for (int t = 1; t <= 20; ++t) {
    const double u = tx.update(array{-3.0F}, state).leaf().item();
    const double power = std::pow(b2, t);
    const double length = inf - 2 * t * power / (1 - power);
    const double r =
        std::sqrt((length - 4) * (length - 2) * inf / ((inf - 4) * (inf - 2) * length));
    EXPECT_NEAR(u, length >= 5 ? -r : -3.0, 1e-4) << t;
  }
}

}  // namespace
