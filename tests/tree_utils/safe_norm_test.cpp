#include "optaxx/tree_utils/safe_norm.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "optaxx/tree_utils/safe_increment.hpp"

namespace {

using namespace optaxx;

TEST(safe_norm, is_not_less_than_its_bound) {
  EXPECT_EQ(safe_norm(array{3.0F, -4.0F}, 1.0), 5.0);
  EXPECT_EQ(safe_norm(array{3.0, -4.0}, 6.0), 6.0);
  EXPECT_EQ(safe_norm(array(dtype::f32, {2, 3}), 0.1), static_cast<double>(0.1F));
  EXPECT_TRUE(std::isnan(safe_norm(array{NAN}, 1.0)));
  EXPECT_THROW(safe_norm(array::scalar(dtype::i32, 1), 1.0), std::invalid_argument);
}

TEST(safe_root_mean_squares, is_not_less_than_its_bound) {
  EXPECT_EQ(safe_root_mean_squares(array{2.0F, -2.0F}, 1.0), 2.0);
  EXPECT_EQ(safe_root_mean_squares(array{2.0, -2.0}, 3.0), 3.0);
}

TEST(safe_increment, stays_at_the_largest_number) {
  EXPECT_EQ(safe_increment(std::int32_t{1}), 2);
  EXPECT_EQ(safe_increment(std::numeric_limits<std::int32_t>::max()),
            std::numeric_limits<std::int32_t>::max());
  EXPECT_EQ(safe_increment(1.0F), 2.0F);
  EXPECT_EQ(safe_increment(std::numeric_limits<double>::max()), std::numeric_limits<double>::max());
}

}  // namespace
