#include "optaxx/tree_utils/tree_sum.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/core/errors.hpp"
#include "optaxx/tree_utils/global_norm.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

const tree t{{"a", array{3.0F, -4.0F}}, {"b", array{12.0F}}};

TEST(tree_sum, adds_all_elements) {
  EXPECT_EQ(tree_sum(t), 11.0);
  EXPECT_EQ(tree_sum(tree()), 0.0);
  EXPECT_EQ(tree_utils::tree_sum(t), 11.0);
}

TEST(tree_sum, rounds_the_sum_of_each_leaf_to_its_dtype) {
  const tree close{{"a", array{16777216.0F, 1.0F}}, {"b", array{1.0F}}};
  EXPECT_EQ(tree_sum(close), 16777216.0);
  EXPECT_EQ(tree_sum(tree{{"a", array{16777216.0}}, {"b", array{1.0}}}), 16777217.0);
}

TEST(tree_vdot, adds_the_products) {
  EXPECT_EQ(tree_vdot(t, t), 169.0);
  EXPECT_THROW(tree_vdot(t, tree(array{1.0F})), tree_mismatch);
}

TEST(tree_norm, has_three_orders_and_squares) {
  EXPECT_EQ(tree_norm(t), 13.0);
  EXPECT_EQ(tree_norm(t), global_norm(t));
  EXPECT_EQ(tree_norm(t, norm_order::two, true), 169.0);
  EXPECT_EQ(tree_norm(t, norm_order::one), 19.0);
  EXPECT_EQ(tree_norm(t, norm_order::inf), 12.0);
  EXPECT_EQ(tree_norm(t, norm_order::inf, true), 144.0);
  EXPECT_EQ(tree_norm(tree()), 0.0);
  EXPECT_TRUE(std::isnan(tree_norm(array{1.0F, NAN, 2.0F}, norm_order::inf)));
}

TEST(tree_sum, wants_floats) {
  EXPECT_THAT(
      [] {
        tree_sum(tree{{"n", array::scalar(dtype::i32, 1)}});
      },
      ThrowsMessage<tree_mismatch>("tree_sum: the tree['n'] is int32, expected a float dtype"));
}

}  // namespace
