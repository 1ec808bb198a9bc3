#include "optaxx/schedules/polynomial_schedule.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "optaxx/schedules/linear_schedule.hpp"
#include "schedules/expect_same.hpp"

namespace {

using optaxx::polynomial_schedule;

TEST(polynomial_schedule, goes_from_the_first_value_to_the_last) {
  const auto s = polynomial_schedule(1.0, 0.1, 3, 10);
  EXPECT_EQ(s(-3), 1.0);
  EXPECT_EQ(s(0), 1.0);
  EXPECT_EQ(s(1), 0x1.831f88p-1);
  EXPECT_EQ(s(9), 0x1.9d4952p-4);
  EXPECT_EQ(s(10), 0.1F);
  EXPECT_EQ(s(11), 0.1F);
}

TEST(polynomial_schedule, of_a_float_power_reaches_the_last_value_too) {
  const auto s = polynomial_schedule(1.0, 0.1, 0.9, 10);
  EXPECT_EQ(s(0), 1.0);
  EXPECT_EQ(s(10), 0.1F);
  EXPECT_EQ(s(11), 0.1F);
}

TEST(polynomial_schedule, of_power_1_is_linear) {
  const auto linear = optaxx::linear_schedule(1.0, 0.1, 777);
  const auto power_1 = polynomial_schedule(1.0, 0.1, 1, 777);
  const auto power_1_0 = polynomial_schedule(1.0, 0.1, 1.0, 777);
  for (optaxx::step_t step = 0; step < 800; ++step) {
    ASSERT_EQ(power_1(step), linear(step));
    ASSERT_EQ(power_1_0(step), linear(step));
  }
}

TEST(polynomial_schedule, takes_powers_that_are_not_positive) {
  EXPECT_EQ(polynomial_schedule(1.0, 0.1, 0, 10)(3), 1.0);
  EXPECT_EQ(polynomial_schedule(1.0, 0.1, -1, 10)(3), 0x1.62be2cp+0);
  EXPECT_EQ(polynomial_schedule(1.0, 0.0, -1, 10)(10), std::numeric_limits<double>::infinity());
}

TEST(polynomial_schedule, flushes_subnormal_results) {
  EXPECT_EQ(polynomial_schedule(1.0, 0.0, 40, 1000)(995), 0.0);
  EXPECT_EQ(optaxx::linear_schedule(1e-36, 0.0, 1000)(988), 0x1.055660p-126);
  EXPECT_EQ(optaxx::linear_schedule(1e-36, 0.0, 1000)(989), 0.0);
}

TEST(polynomial_schedule, without_steps_stays_at_the_first_value) {
  const auto s = polynomial_schedule(0.1, 0.0, 2, -1);
  EXPECT_EQ(s.at(5, false).value(), 0.1);
  EXPECT_EQ(s.describe(),
            "optax.polynomial_schedule(init_value=0.1, end_value=0.0, power=2, "
            "transition_steps=-1)");
}

TEST(polynomial_schedule, describes_its_call) {
  EXPECT_EQ(polynomial_schedule(1.0, 0.1, 2.0, 10, 5).describe(),
            "optax.polynomial_schedule(init_value=1.0, end_value=0.1, power=2.0, "
            "transition_steps=10, transition_begin=5)");
}

TEST(polynomial_schedule, takes_keywords) {
  const auto s = polynomial_schedule(0.3, 0.1, 1.5, 90, 5);
  expect_same(s, optaxx::schedules::polynomial_schedule({.init_value = 0.3,
                                                         .end_value = 0.1,
                                                         .power = 1.5,
                                                         .transition_steps = 90,
                                                         .transition_begin = 5}));
  expect_same(s, polynomial_schedule(0.3, 0.1, 1.5, 90, {.transition_begin = 5}));
}

// Numbers of Optax.
TEST(polynomial_schedule, powers_may_be_as_large_as_integers_go) {
  const auto lowest = std::numeric_limits<std::int64_t>::min();
  const auto largest = std::numeric_limits<std::int64_t>::max();
  const auto down = polynomial_schedule(1.0, 0.0, lowest, 5);
  EXPECT_EQ(down(0), 1.0);
  EXPECT_EQ(down(1), std::numeric_limits<double>::infinity());
  const auto up = polynomial_schedule(1.0, 0.5, largest, 5);
  EXPECT_EQ(up(0), 1.0);
  EXPECT_EQ(up(1), 0.5);
  EXPECT_EQ(up(5), 0.5);
}

}  // namespace
