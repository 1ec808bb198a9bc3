#include "optaxx/schedules/exponential_decay.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "schedules/expect_same.hpp"

namespace {

using optaxx::exponential_decay;

TEST(exponential_decay, multiplies_by_the_rate_every_transition_steps) {
  const auto s = exponential_decay(1e-4, 1, .997);
  EXPECT_EQ(s(-1), 1e-4F);
  EXPECT_EQ(s(0), 1e-4F);
  EXPECT_EQ(s(1), 0x1.a22c0ep-14);
  EXPECT_EQ(s(2), 0x1.a0eae6p-14);
  EXPECT_EQ(s(1000), 0x1.4c9afp-18);
}

TEST(exponential_decay, falls_in_stairs_to_its_end_value) {
  const auto s = exponential_decay(0.1, 10, 0.5, 20, true, 0.02);
  EXPECT_EQ(s(0), 0.1F);
  EXPECT_EQ(s(29), 0.1F);
  EXPECT_EQ(s(30), 0.05F);
  EXPECT_EQ(s(39), 0.05F);
  EXPECT_EQ(s(40), 0.025F);
  EXPECT_EQ(s(50), 0.02F);
}

TEST(exponential_decay, grows_up_to_its_end_value) {
  const auto s = exponential_decay(0.1, 10, 2.0, {.end_value = 0.3});
  EXPECT_EQ(s(5), 0x1.21a186p-3);
  EXPECT_EQ(s(10), 0.2F);
  EXPECT_EQ(s(20), 0.3F);
}

TEST(exponential_decay, has_a_bound_before_it_begins_too) {
  EXPECT_EQ(exponential_decay(0.1, 10, 0.5, {.end_value = 0.3})(0), 0.3F);
}

TEST(exponential_decay, bounds_as_xla_does) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(exponential_decay(0.1, 10, 0.5, {.end_value = nan})(0)));
  EXPECT_FALSE(std::signbit(exponential_decay(-0.0, 10, 0.5, {.end_value = 0.0})(0)));
  EXPECT_FALSE(std::signbit(exponential_decay(0.0, 10, 0.5, {.end_value = -0.0})(0)));
  EXPECT_TRUE(std::signbit(exponential_decay(0.0, 10, 2.0, {.end_value = -0.0})(0)));
}

TEST(exponential_decay, without_steps_or_rate_stays_at_the_first_value) {
  EXPECT_EQ(exponential_decay(0.1, 0, 0.5).at(7, false).value(), 0.1);
  EXPECT_EQ(exponential_decay(0.1, 10, 0).at(7, false).value(), 0.1);
  EXPECT_EQ(exponential_decay(0.1, 10, 0).at(7, true).dtype(), std::nullopt);
  EXPECT_EQ(exponential_decay(0.1, 10, 0).describe(),
            "optax.exponential_decay(init_value=0.1, transition_steps=10, decay_rate=0)");
}

TEST(exponential_decay, flushes_subnormal_results) {
  EXPECT_GT(exponential_decay(1e-37, 1, 0.5)(3), 0.0);
  EXPECT_EQ(exponential_decay(1e-37, 1, 0.5)(4), 0.0);
}

TEST(exponential_decay, is_float32_in_either_mode) {
  const auto s = exponential_decay(1e-4, 1, .997);
  EXPECT_EQ(s.at(1, true).value(), s(1));
  EXPECT_EQ(s.at(1, true).dtype(), optaxx::dtype::f32);
}

TEST(exponential_decay, describes_its_call) {
  EXPECT_EQ(exponential_decay(1e-4, 1, .997).describe(),
            "optax.exponential_decay(init_value=0.0001, transition_steps=1, decay_rate=0.997)");
  EXPECT_EQ(exponential_decay(0.1, 10, 0.5, 20, true, 0.02).describe(),
            "optax.exponential_decay(init_value=0.1, transition_steps=10, decay_rate=0.5, "
            "transition_begin=20, staircase=True, end_value=0.02)");
}

TEST(exponential_decay, takes_keywords) {
  const auto s = exponential_decay(0.3, 20, 0.5, 5, true, 0.1);
  expect_same(s, optaxx::schedules::exponential_decay({.init_value = 0.3,
                                                       .transition_steps = 20,
                                                       .decay_rate = 0.5,
                                                       .transition_begin = 5,
                                                       .staircase = true,
                                                       .end_value = 0.1}));
  expect_same(s, exponential_decay(0.3, 20, 0.5, 5, {.staircase = true, .end_value = 0.1}));
}

}  // namespace
