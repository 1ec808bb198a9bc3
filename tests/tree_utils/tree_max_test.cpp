#include "optaxx/tree_utils/tree_max.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;

const tree example{{"a", array{1.0F, -3.0F}}, {"b", array(dtype::i32, {0})}, {"c", array(0.5)}};

TEST(tree_max, is_the_largest_element_of_all_leaves) {
  EXPECT_EQ(tree_max(example), 1.0);
  EXPECT_EQ(tree_min(example), -3.0);
  EXPECT_EQ(tree_max(tree()), -INFINITY);
  EXPECT_EQ(tree_min(tree()), INFINITY);
  EXPECT_EQ(tree_max(array{-1e-40F}), static_cast<double>(-1e-40F));
}

TEST(tree_max, is_nan_if_an_element_is) {
  EXPECT_TRUE(std::isnan(tree_max(array{1.0F, NAN, 2.0F})));
  EXPECT_TRUE(std::isnan(tree_min(array{1.0F, NAN, 2.0F})));
}

TEST(tree_size, counts_elements) {
  EXPECT_EQ(tree_size(example), 3);
  EXPECT_EQ(tree_size(tree()), 0);
}

}  // namespace
