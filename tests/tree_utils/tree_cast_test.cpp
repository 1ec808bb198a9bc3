#include "optaxx/tree_utils/tree_cast.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

const tree mixed{{"a", array{1.5F}}, {"b", array{0.1, 2.0}}};

TEST(tree_full_like, has_the_shapes_of_the_tree) {
  EXPECT_EQ(tree_full_like(mixed, 0.1), (tree{{"a", array{0.1F}}, {"b", array{0.1, 0.1}}}));
  EXPECT_EQ(tree_full_like(mixed, 2, dtype::f64),
            (tree{{"a", array{2.0}}, {"b", array{2.0, 2.0}}}));
  EXPECT_EQ(tree_zeros_like(mixed), (tree{{"a", array{0.0F}}, {"b", array{0.0, 0.0}}}));
  EXPECT_EQ(tree_ones_like(mixed), (tree{{"a", array{1.0F}}, {"b", array{1.0, 1.0}}}));
  EXPECT_THAT([] { tree_ones_like(mixed, dtype::i32); },
              ThrowsMessage<std::invalid_argument>("tree_ones_like: makes floats, not int32"));
  EXPECT_EQ(tree_zeros_like(tree(array{1.0F}), dtype::bf16).leaf().dtype(), dtype::bf16);
}

TEST(tree_cast, rounds_each_element_once) {
  EXPECT_EQ(tree_cast(mixed, dtype::f32), (tree{{"a", array{1.5F}}, {"b", array{0.1F, 2.0F}}}));
  EXPECT_EQ(tree_cast(array{0.1F}, dtype::f64), tree(array{static_cast<double>(0.1F)}));
  EXPECT_EQ(tree_cast(mixed, std::nullopt), mixed);
  EXPECT_EQ(tree_cast(tree_cast(array{1.00390625F}, dtype::bf16), dtype::f32), tree(array{1.0F}));
  EXPECT_THAT([] { tree_cast(mixed, dtype::i32); },
              ThrowsMessage<std::invalid_argument>("tree_cast: makes floats, not int32"));
  EXPECT_THAT([] { tree_cast(array::scalar(dtype::i32, 1), dtype::f32); },
              ThrowsMessage<tree_mismatch>("tree_cast: the tree is int32, expected a float dtype"));
}

TEST(tree_cast_like, takes_the_dtypes_of_another_tree) {
  EXPECT_EQ(tree_cast_like(tree_cast(mixed, dtype::f64), mixed), mixed);
  EXPECT_THROW(tree_cast_like(mixed, array{1.0F}), tree_mismatch);
}

TEST(tree_dtype, is_that_of_all_leaves) {
  EXPECT_EQ(tree_dtype(array{1.0}), dtype::f64);
  EXPECT_EQ(tree_dtype(tree()), dtype::f32);
  EXPECT_THAT([] { tree_dtype(mixed); },
              ThrowsMessage<tree_mismatch>(
                  "tree_dtype: the tree['b'] is float64, the first leaf is float32"));
}

TEST(tree_dtype, of_mixed_leaves_is_the_widest_or_narrowest) {
  EXPECT_EQ(tree_dtype(mixed, mixed_dtypes::promote), dtype::f64);
  EXPECT_EQ(tree_dtype(mixed, mixed_dtypes::highest), dtype::f64);
  EXPECT_EQ(tree_dtype(mixed, mixed_dtypes::lowest), dtype::f32);
  const tree halves{{"a", array(dtype::bf16, {1})}, {"b", array(dtype::f16, {1})}};
  EXPECT_EQ(tree_dtype(halves, mixed_dtypes::promote), dtype::f32);
  EXPECT_THAT(
      [&] { tree_dtype(halves, mixed_dtypes::highest); },
      ThrowsMessage<tree_mismatch>("tree_dtype: neither of bfloat16 and float16 is the wider one"));
}

}  // namespace
