#include "support/compare.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace optaxx;
using support::same_tree;

TEST(same_tree, compares_structure_and_bits) {
  const tree a{{"w", array{1.0F, NAN}}};
  EXPECT_TRUE(same_tree(a, a));
  EXPECT_TRUE(same_tree(a, {{"w", array{1.0F, -NAN}}}));
  EXPECT_FALSE(same_tree(a, {{"v", array{1.0F, NAN}}}));
  EXPECT_FALSE(same_tree(a, {{"w", array{1.0F, 1.0F}}}));
  EXPECT_FALSE(same_tree(array{0.0F}, array{-0.0F}));
  EXPECT_FALSE(same_tree(array{1.0F}, array{1.0}));
  EXPECT_FALSE(same_tree(tree(array{1.0F}), tree(1.0F)));
}

}  // namespace
