#include "optaxx/schedules/constant_schedule.hpp"

#include <gtest/gtest.h>

#include "schedules/expect_same.hpp"

namespace {

using optaxx::constant_schedule;

TEST(constant_schedule, is_the_number_itself_in_either_mode) {
  const auto s = constant_schedule(0.1);
  EXPECT_EQ(s.at(0, false).value(), 0.1);
  EXPECT_EQ(s.at(1000, false).value(), 0.1);
  EXPECT_EQ(s.at(0, true).value(), 0.1);
  EXPECT_EQ(s.at(0, true).dtype(), std::nullopt);
}

TEST(constant_schedule, of_a_float32_number_is_single) {
  EXPECT_EQ(constant_schedule(optaxx::number(0.5, optaxx::dtype::f32)).at(0, true).dtype(),
            optaxx::dtype::f32);
}

TEST(constant_schedule, describes_its_call) {
  EXPECT_EQ(constant_schedule(0.1).describe(), "optax.constant_schedule(value=0.1)");
  EXPECT_EQ(constant_schedule(3).describe(), "optax.constant_schedule(value=3)");
}

TEST(constant_schedule, takes_keywords) {
  expect_same(constant_schedule(0.1), optaxx::schedules::constant_schedule({.value = 0.1}));
}

}  // namespace
