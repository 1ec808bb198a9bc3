#include "optaxx/schedules/linear_schedule.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>

#include "schedules/expect_same.hpp"

namespace {

using optaxx::linear_schedule;

TEST(linear_schedule, goes_from_the_first_value_to_the_last) {
  const auto s = linear_schedule(1.0, 0.1, 10);
  EXPECT_EQ(s(-3), 1.0);
  EXPECT_EQ(s(0), 1.0);
  EXPECT_EQ(s(1), 0x1.d1eb84p-1);
  EXPECT_EQ(s(5), 0x1.19999ap-1);
  EXPECT_EQ(s(9), 0x1.851ebcp-3);
  EXPECT_EQ(s(10), 0.1F);
  EXPECT_EQ(s(1000000), 0.1F);
}

TEST(linear_schedule, waits_until_the_transition_begins) {
  const auto s = linear_schedule(0.0, 1e-3, 100, 20);
  EXPECT_EQ(s(0), 0.0);
  EXPECT_EQ(s(20), 0.0);
  EXPECT_EQ(s(21), 0x1.4f8bp-17);
  EXPECT_EQ(s(119), 0x1.0385c8p-10);
  EXPECT_EQ(s(120), 1e-3F);
}

TEST(linear_schedule, begins_at_0_if_told_to_begin_earlier) {
  EXPECT_EQ(linear_schedule(0.0, 1.0, 10, -5)(5), 0.5);
}

TEST(linear_schedule, without_steps_stays_at_the_first_value) {
  const auto s = linear_schedule(0.1, 0.0, 0);
  EXPECT_EQ(s.at(5, false).value(), 0.1);
  EXPECT_EQ(s.at(5, true).dtype(), std::nullopt);
  EXPECT_EQ(s.describe(),
            "optax.linear_schedule(init_value=0.1, end_value=0.0, transition_steps=0)");
}

TEST(linear_schedule, is_float32_in_either_mode) {
  const auto s = linear_schedule(1.0, 0.1, 10);
  EXPECT_EQ(s.at(1, true).value(), s(1));
  EXPECT_EQ(s.at(1, true).dtype(), optaxx::dtype::f32);
}

TEST(linear_schedule, takes_integers_of_every_type) {
  const std::size_t size = 10;
  const std::int64_t wide = 10;
  const unsigned begin = 0;
  const auto s = linear_schedule(1.0, 0.1, 10);
  expect_same(s, linear_schedule(1.0, 0.1, size));
  expect_same(s, linear_schedule(1.0, 0.1, wide));
  EXPECT_EQ(linear_schedule(1.0, 0.1, size, begin)(1), s(1));
  EXPECT_EQ(linear_schedule({.init_value = 1.0, .end_value = 0.1, .transition_steps = wide})(1),
            s(1));
}

TEST(linear_schedule, describes_its_call) {
  EXPECT_EQ(linear_schedule(0.0, 1.0, 2.5, 100.0).describe(),
            "optax.linear_schedule(init_value=0.0, end_value=1.0, transition_steps=2.5, "
            "transition_begin=100.0)");
  EXPECT_EQ(linear_schedule(0, 1e-3, 1000).describe(),
            "optax.linear_schedule(init_value=0, end_value=0.001, transition_steps=1000)");
  EXPECT_EQ(linear_schedule(0.0, 1.0, 10, 5).describe(),
            "optax.linear_schedule(init_value=0.0, end_value=1.0, transition_steps=10, "
            "transition_begin=5)");
}

TEST(linear_schedule, takes_keywords) {
  const auto s = linear_schedule(0.3, 0.1, 90, 5);
  expect_same(
      s, optaxx::schedules::linear_schedule(
             {.init_value = 0.3, .end_value = 0.1, .transition_steps = 90, .transition_begin = 5}));
  expect_same(s, linear_schedule(0.3, 0.1, 90, {.transition_begin = 5}));
}

}  // namespace
