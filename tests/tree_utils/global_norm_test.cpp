#include "optaxx/tree_utils/global_norm.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "optaxx/core/errors.hpp"

namespace {

using namespace optaxx;

TEST(global_norm, is_that_of_all_elements_of_all_leaves) {
  EXPECT_EQ(global_norm(array{3.0F, -4.0F}), 5.0);
  EXPECT_EQ(global_norm({{"a", array{2.0F, -2.0F}}, {"b", list(array{2.0F}, array{2.0F})}}), 4.0);
}

TEST(global_norm, of_nothing_is_zero) {
  EXPECT_EQ(global_norm(tree(none)), 0.0);
  EXPECT_EQ(global_norm(tree::dict({})), 0.0);
  EXPECT_EQ(global_norm(array(dtype::f32, {0, 3})), 0.0);
}

TEST(global_norm, has_the_precision_of_the_widest_leaf) {
  EXPECT_EQ(global_norm(array{1.0F, 1.0F}), static_cast<double>(std::sqrt(2.0F)));
  EXPECT_EQ(global_norm(array{1.0, 1.0}), std::sqrt(2.0));
  EXPECT_EQ(global_norm({{"a", 1.0}, {"b", 1.0F}}), std::sqrt(2.0));
}

TEST(global_norm, overflows_and_underflows_as_squares_in_float32_do) {
  EXPECT_EQ(global_norm(array{1e20F}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(global_norm(array{1e-20F}), 0.0);
  EXPECT_EQ(global_norm(array{1e-20}), 1e-20);
}

TEST(global_norm, is_nan_if_any_element_is) {
  EXPECT_TRUE(std::isnan(global_norm({{"a", array{NAN}}, {"b", array{INFINITY}}})));
  EXPECT_EQ(global_norm(array{1.0F, -INFINITY}), std::numeric_limits<double>::infinity());
}

TEST(global_norm, refuses_integers) {
  EXPECT_THAT(
      [] {
        global_norm({{"n", array(dtype::i32, {2})}});
      },
      testing::ThrowsMessage<tree_mismatch>(
          "global_norm: updates['n'] is int32, expected a float dtype"));
}

TEST(global_norm, does_not_lose_small_elements_among_many) {
  constexpr std::int64_t n = 100'000;
  array a(dtype::f32, {n});
  for (std::int64_t i = 0; i < n; ++i) a.mutable_data<float>()[i] = i == 0 ? 1000.0F : 0.125F;
  EXPECT_EQ(global_norm(a), static_cast<double>(std::sqrt(1e6F + 99'999 * 0.015625F)));
}

}  // namespace
