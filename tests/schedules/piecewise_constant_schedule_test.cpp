#include "optaxx/schedules/piecewise_constant_schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <stdexcept>

#include "schedules/expect_same.hpp"

namespace {

using optaxx::piecewise_constant_schedule;

TEST(piecewise_constant_schedule, is_scaled_from_each_boundary_on) {
  const auto s = piecewise_constant_schedule(1e-3, {{1000, 0.1}, {5000, 0.1}});
  EXPECT_EQ(s(0), 1e-3F);
  EXPECT_EQ(s(999), 1e-3F);
  EXPECT_EQ(s(1000), 0x1.a36e3p-14);
  EXPECT_EQ(s(4999), 0x1.a36e3p-14);
  EXPECT_EQ(s(5000), 0x1.4f8b5ap-17);
}

TEST(piecewise_constant_schedule, is_double_in_x64_mode) {
  const auto s = piecewise_constant_schedule(1e-3, {{1000, 0.1}, {5000, 0.1}});
  EXPECT_EQ(s.at(999, true).value(), 1e-3);
  EXPECT_EQ(s.at(1000, true).value(), 1e-4);
  EXPECT_EQ(s.at(5000, true).value(), 1e-5);
  EXPECT_EQ(s.at(5000, true).dtype(), std::nullopt);
  EXPECT_EQ(s.at(5000, false).dtype(), std::nullopt);
}

TEST(piecewise_constant_schedule, takes_boundaries_in_any_order) {
  expect_same(piecewise_constant_schedule(1e-3, {{100, 0.5}, {50, 3}}),
              piecewise_constant_schedule(1e-3, {{50, 3}, {100, 0.5}}));
}

TEST(piecewise_constant_schedule, without_boundaries_is_the_number_itself) {
  EXPECT_EQ(piecewise_constant_schedule(0.1).at(7, false).value(), 0.1);
  EXPECT_EQ(piecewise_constant_schedule(0.1, std::map<std::int64_t, double>()).at(7, false).value(),
            0.1);
}

TEST(piecewise_constant_schedule, flushes_subnormal_results) {
  const auto s = piecewise_constant_schedule(1e-36, {{10, 0.1}, {20, 0.1}});
  EXPECT_EQ(s(10), 0x1.1039d6p-123);
  EXPECT_EQ(s(20), 0.0);
  EXPECT_EQ(s.at(20, true).value(), 0x1.b38fb9daa78e5p-127);
}

TEST(piecewise_constant_schedule, is_nan_before_the_boundary_of_an_infinite_scale) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(piecewise_constant_schedule(1.0, {{10, infinity}})(0)));
}

TEST(piecewise_constant_schedule, refuses_negative_scales) {
  EXPECT_THAT(
      [] {
        piecewise_constant_schedule(1e-3, {{50, 0.1}, {100, -0.1}});
      },
      testing::ThrowsMessage<std::invalid_argument>(
          "piecewise_constant_schedule: scales must not be negative, got -0.1 at 100"));
  EXPECT_THROW(piecewise_constant_schedule(1e-3, {{50, std::nan("")}}), std::invalid_argument);
}

TEST(piecewise_constant_schedule, takes_maps_from_ints_and_doubles) {
  const std::map<int, float> ints{{3, 0.5F}};
  const std::map<double, int> doubles{{2.5, 3}};
  EXPECT_EQ(piecewise_constant_schedule(1.0, ints)(3), 0.5);
  EXPECT_EQ(piecewise_constant_schedule(1.0, doubles)(2), 1.0);
  EXPECT_EQ(piecewise_constant_schedule(1.0, doubles)(3), 3.0);
}

TEST(piecewise_constant_schedule, describes_its_call) {
  EXPECT_EQ(piecewise_constant_schedule(1, {{2.5, 0.1}, {3, 2}}).describe(),
            "optax.piecewise_constant_schedule(init_value=1, "
            "boundaries_and_scales={2.5: 0.1, 3: 2.0})");
  EXPECT_EQ(piecewise_constant_schedule(0.1).describe(),
            "optax.piecewise_constant_schedule(init_value=0.1)");
  EXPECT_EQ(piecewise_constant_schedule(0.1, {{1000, 0.1}, {5000, 1}}).describe(),
            "optax.piecewise_constant_schedule(init_value=0.1, "
            "boundaries_and_scales={1000: 0.1, 5000: 1.0})");
}

TEST(piecewise_constant_schedule, takes_keywords) {
  const auto s = piecewise_constant_schedule(0.3, {{7, 0.1}});
  expect_same(s, optaxx::schedules::piecewise_constant_schedule(
                     {.init_value = 0.3, .boundaries_and_scales = {{7, 0.1}}}));
  expect_same(s, piecewise_constant_schedule(0.3, {.boundaries_and_scales = {{7, 0.1}}}));
}

}  // namespace
