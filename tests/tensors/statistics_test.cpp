#include "tensors/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "optaxx/core/array.hpp"

namespace {

using optaxx::array;
using optaxx::dtype;
using tensors::statistics;
using tensors::statistics_of;

constexpr float infinity = std::numeric_limits<float>::infinity();

TEST(statistics, are_of_the_finite_elements) {
  const statistics s = statistics_of(array{3.0F, -4.0F, infinity, 0.0F, NAN, -0.0F, -infinity});
  EXPECT_EQ(s.min, -4);
  EXPECT_EQ(s.max, 3);
  EXPECT_DOUBLE_EQ(s.mean, -0.25);
  EXPECT_DOUBLE_EQ(s.rms, 2.5);
  EXPECT_EQ(s.zeros, 2);
  EXPECT_EQ(s.nonfinite, 3);
}

TEST(statistics, do_not_overflow) {
  const statistics s = statistics_of(array{1e300, 1e300, -1e300});
  EXPECT_DOUBLE_EQ(s.mean, 1e300 / 3);
  EXPECT_DOUBLE_EQ(s.rms, 1e300);
}

TEST(statistics, of_integers_and_bools) {
  array a(dtype::i32, {3});
  a.mutable_data<std::int32_t>()[1] = -6;
  const statistics s = statistics_of(a);
  EXPECT_EQ(s.min, -6);
  EXPECT_EQ(s.max, 0);
  EXPECT_EQ(s.mean, -2);
  EXPECT_EQ(s.zeros, 2);
  EXPECT_EQ(statistics_of(array::scalar(dtype::boolean, 1)).max, 1);
}

TEST(statistics, of_nothing_are_nan) {
  EXPECT_TRUE(std::isnan(statistics_of(array(dtype::f32, {0, 3})).min));
  const statistics s = statistics_of(array{NAN});
  EXPECT_TRUE(std::isnan(s.max) && std::isnan(s.mean) && std::isnan(s.rms));
  EXPECT_EQ(s.nonfinite, 1);
}

TEST(statistics, of_zeros_are_zero) {
  const statistics s = statistics_of(array(dtype::f16, {4}));
  EXPECT_EQ(s.min, 0);
  EXPECT_EQ(s.max, 0);
  EXPECT_EQ(s.mean, 0);
  EXPECT_EQ(s.rms, 0);
  EXPECT_EQ(s.zeros, 4);
}

}  // namespace
