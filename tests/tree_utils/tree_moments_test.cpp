#include "optaxx/tree_utils/tree_moments.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/transforms/scale_by_adam.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;
using support::same_tree;

TEST(tree_update_moment, is_a_mean_of_powers) {
  EXPECT_EQ(tree_update_moment(array{4.0F}, array{8.0F}, 0.75, 1), tree(array{7.0F}));
  EXPECT_EQ(tree_update_moment(array{-4.0F}, array{8.0F}, 0.75, 2), tree(array{10.0F}));
  EXPECT_EQ(tree_update_moment_per_elem_norm(array{-2.0F}, array{8.0F}, 0.75, 3),
            tree(array{4.0F}));
}

TEST(tree_update_infinity_moment, is_a_maximum) {
  EXPECT_EQ(tree_update_infinity_moment(array{-4.0F, 1.0F}, array{2.0F, 8.0F}, 0.75, 0.5),
            tree(array{4.5F, 6.0F}));
  EXPECT_TRUE(
      std::isnan(tree_update_infinity_moment(array{NAN}, array{2.0F}, 0.75, 0.5).leaf().item()));
}

// The moments of Adam, put together by hand, have its bits.
TEST(tree_moments, are_those_of_adam) {
  for (const tree& g : {tree(array{0.3F, -1e-3F}), tree(array{0.3, -1e-3})}) {
    const transformation tx = scale_by_adam();
    opt_state state = tx.init(g);
    tree mu(state["mu"]);
    tree nu(state["nu"]);
    for (int t = 1; t <= 5; ++t) {
      tx.update(g, state);
      mu = tree_update_moment(g, mu, 0.9, 1);
      nu = tree_update_moment_per_elem_norm(g, nu, 0.999, 2);
      EXPECT_TRUE(same_tree(mu, state["mu"]));
      EXPECT_TRUE(same_tree(nu, state["nu"]));
    }
  }
}

TEST(tree_bias_correction, divides_by_one_minus_a_power) {
  EXPECT_EQ(tree_bias_correction(array{0.5F, 3.0F}, 0.5, 1), tree(array{1.0F, 6.0F}));
  EXPECT_EQ(tree_bias_correction(array{0.75}, 0.5, 2), tree(array{1.0}));
  const double c = 1.0 - std::pow(0.9, 3.0);
  EXPECT_EQ(tree_bias_correction(array{1.0}, 0.9, 3), tree(array{1.0 / c}));
}

}  // namespace
