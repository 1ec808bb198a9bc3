#include "optaxx/tree_utils/tree_sum.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/core/errors.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "optaxx/tree_utils/tree_cast.hpp"

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

// 1 + 0.05^2 is 1 in bfloat16. A sum of leaves that is rounded to bfloat16 is too.
TEST(tree_norm, of_bfloat16_is_computed_in_float32_if_asked) {
  const tree wide{{"a", array{1.0F, 0.05F}}, {"b", array{0.05F}}};
  const tree narrow = tree_cast(wide, dtype::bf16);
  const tree rounded = tree_cast(narrow, dtype::f32);
  EXPECT_EQ(tree_norm(narrow), 1.0);
  EXPECT_EQ(global_norm(narrow, dtype::f32), global_norm(rounded));
  EXPECT_GT(global_norm(narrow, dtype::f32), 1.002);
  for (const norm_order ord : {norm_order::one, norm_order::two, norm_order::inf}) {
    for (const bool squared : {false, true}) {
      EXPECT_EQ(tree_norm(narrow, ord, squared, dtype::f32), tree_norm(rounded, ord, squared));
      EXPECT_EQ(tree_norm(wide, ord, squared, dtype::f64),
                tree_norm(tree_cast(wide, dtype::f64), ord, squared));
    }
  }
  EXPECT_TRUE(std::isnan(tree_norm(tree{{"a", array{2.0F}}, {"b", array{NAN}}, {"c", array{3.0F}}},
                                   norm_order::inf, false, dtype::f64)));
  EXPECT_EQ(tree_norm(tree(), norm_order::two, false, dtype::f32), 0.0);
}

TEST(tree_norm, is_computed_in_floats) {
  EXPECT_THAT([] { global_norm(t, dtype::i32); },
              ThrowsMessage<std::invalid_argument>(
                  "tree_norm: computed_in must be a float dtype, got int32"));
  EXPECT_THAT(
      [] {
        global_norm(tree{{"n", array::scalar(dtype::i32, 1)}}, dtype::f32);
      },
      ThrowsMessage<tree_mismatch>("tree_norm: the tree['n'] is int32, expected a float dtype"));
}

TEST(tree_sum, wants_floats) {
  EXPECT_THAT(
      [] {
        tree_sum(tree{{"n", array::scalar(dtype::i32, 1)}});
      },
      ThrowsMessage<tree_mismatch>("tree_sum: the tree['n'] is int32, expected a float dtype"));
}

}  // namespace
