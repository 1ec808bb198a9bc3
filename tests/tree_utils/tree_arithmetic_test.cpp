#include "optaxx/tree_utils/tree_arithmetic.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/core/errors.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

const tree x{{"a", array{6.0F, -2.0F}}, {"b", array{1.0}}};
const tree y{{"a", array{3.0F, 4.0F}}, {"b", array{0.5}}};

TEST(tree_arithmetic, goes_element_by_element) {
  EXPECT_EQ(tree_add(x, y), (tree{{"a", array{9.0F, 2.0F}}, {"b", array{1.5}}}));
  EXPECT_EQ(tree_sub(x, y), (tree{{"a", array{3.0F, -6.0F}}, {"b", array{0.5}}}));
  EXPECT_EQ(tree_mul(x, y), (tree{{"a", array{18.0F, -8.0F}}, {"b", array{0.5}}}));
  EXPECT_EQ(tree_div(x, y), (tree{{"a", array{2.0F, -0.5F}}, {"b", array{2.0}}}));
  EXPECT_EQ(tree_utils::tree_add(x, y), tree_add(x, y));
}

TEST(tree_arithmetic, rounds_a_number_once_to_the_leaf_s_dtype) {
  EXPECT_EQ(tree_scale(0.1, x), (tree{{"a", array{0.1F * 6.0F, 0.1F * -2.0F}}, {"b", array{0.1}}}));
  EXPECT_EQ(tree_add_scale(x, 2, y), (tree{{"a", array{12.0F, 6.0F}}, {"b", array{2.0}}}));
}

TEST(tree_arithmetic, flushes_subnormal_numbers) {
  EXPECT_EQ(tree_scale(0.5, array{1e-38F}), tree(array{0.0F}));
}

TEST(tree_arithmetic, clips_to_the_bounds_there_are) {
  const tree t = array{-3.0F, 0.5F, 3.0F, NAN};
  const auto clipped = [&](std::optional<number> low, std::optional<number> high) {
    return tree_clip(t, low, high);
  };
  EXPECT_EQ(clipped(-1, 2), tree(array{-1.0F, 0.5F, 2.0F, NAN}));
  EXPECT_EQ(clipped(std::nullopt, 2), tree(array{-3.0F, 0.5F, 2.0F, NAN}));
  EXPECT_EQ(clipped(-1, std::nullopt), tree(array{-1.0F, 0.5F, 3.0F, NAN}));
}

TEST(tree_arithmetic, chooses_one_tree) {
  EXPECT_EQ(tree_where(true, x, y), x);
  EXPECT_EQ(tree_where(false, x, y), y);
}

TEST(tree_arithmetic, wants_trees_that_are_alike) {
  EXPECT_THAT([] { tree_add(x, tree(array{1.0F})); },
              ThrowsMessage<tree_mismatch>(
                  "tree_add: the second tree is *, the first is {'a': *, 'b': *}"));
  EXPECT_THAT(
      [] {
        tree_where(true, x, tree{{"a", array{1.0F}}, {"b", array{1.0}}});
      },
      ThrowsMessage<tree_mismatch>("tree_where: the second tree['a'] is float32 (1,), the "
                                   "first is float32 (2,)"));
  EXPECT_THAT(
      [] { tree_scale(2, array::scalar(dtype::i32, 1)); },
      ThrowsMessage<tree_mismatch>("tree_scale: the tree is int32, expected a float dtype"));
}

}  // namespace
