#include "support/compare.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace {

using namespace optaxx;
using support::same_tree;
using support::ulp_distance;

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

TEST(ulp_distance, counts_representable_numbers) {
  EXPECT_EQ(ulp_distance(array{1.0F}, array{1.0F}), 0);
  EXPECT_EQ(ulp_distance(array{1.0F, 5.0F}, array{std::nextafter(1.0F, 2.0F), 5.0F}), 1);
  EXPECT_EQ(ulp_distance(array{1.0}, array{std::nextafter(1.0, 2.0)}), 1);
  EXPECT_EQ(ulp_distance(array{1e-45F}, array{-1e-45F}), 2);
  EXPECT_EQ(ulp_distance(array{0.0F}, array{-0.0F}), 0);
}

TEST(ulp_distance, holds_nan_apart_from_all_else) {
  EXPECT_EQ(ulp_distance(array{NAN}, array{NAN}), 0);
  EXPECT_EQ(ulp_distance(array{NAN}, array{1.0F}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(ulp_distance(array{INFINITY}, array{INFINITY}), 0);
  EXPECT_GT(ulp_distance(array{INFINITY}, array{1.0F}), 1e6);
}

TEST(ulp_distance, forgives_an_ulp_of_the_largest_element_if_asked) {
  const array wanted{1024.0F, 1e-3F};
  const array near{1024.0F, 1e-3F + 1e-4F};
  const array far{1024.0F, 1e-3F + 1e-3F};
  EXPECT_GT(ulp_distance(near, wanted), 1e5);
  EXPECT_EQ(ulp_distance(near, wanted, {.floor = 1}), 0);
  EXPECT_GT(ulp_distance(far, wanted, {.floor = 1}), 1e5);
}

TEST(ulp_distance, rounds_to_float32_if_asked) {
  EXPECT_GT(ulp_distance(array{1.0 + 1e-9}, array{1.0}), 1e6);
  EXPECT_EQ(ulp_distance(array{1.0 + 1e-9}, array{1.0}, {.single = true}), 0);
}

}  // namespace
