#include "optaxx/schedules/join_schedules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cfenv>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "optaxx/schedules/constant_schedule.hpp"
#include "optaxx/schedules/cosine_decay_schedule.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "schedules/expect_same.hpp"

namespace {

using optaxx::constant_schedule;
using optaxx::cosine_decay_schedule;
using optaxx::join_schedules;
using optaxx::linear_schedule;
using optaxx::schedule;
using optaxx::step_t;

TEST(join_schedules, switches_at_each_boundary_and_counts_from_it) {
  const auto count = [](step_t step) { return static_cast<double>(step); };
  const auto s = join_schedules({count, constant_schedule(0.5), count}, {10, 20});
  EXPECT_EQ(s(0), 0.0);
  EXPECT_EQ(s(9), 9.0);
  EXPECT_EQ(s(10), 0.5);
  EXPECT_EQ(s(19), 0.5);
  EXPECT_EQ(s(20), 0.0);
  EXPECT_EQ(s(29), 9.0);
}

TEST(join_schedules, takes_the_last_boundary_that_is_reached_whatever_their_order) {
  const auto s =
      join_schedules({constant_schedule(1), constant_schedule(2), constant_schedule(3)}, {20, 10});
  EXPECT_EQ(s(0), 1.0);
  EXPECT_EQ(s(12), 3.0);
  EXPECT_EQ(s(20), 3.0);
}

TEST(join_schedules, asks_no_part_for_a_negative_step) {
  std::vector<step_t> asked;
  const auto s = join_schedules({constant_schedule(1.0),
                                 [&asked](step_t step) {
                                   asked.push_back(step);
                                   return 2.0;
                                 }},
                                {2});
  for (step_t step = 0; step < 4; ++step) s(step);
  EXPECT_THAT(asked, testing::ElementsAre(0, 0, 0, 1));
}

TEST(join_schedules, rounds_to_float32_outside_x64_mode) {
  const auto s = join_schedules({constant_schedule(0.1), constant_schedule(0.2)}, {10});
  EXPECT_EQ(s(0), 0.1F);
  EXPECT_EQ(s(10), 0.2F);
  EXPECT_EQ(s.at(0, true).value(), 0.1);
  EXPECT_EQ(s.at(10, true).value(), 0.2);
}

TEST(join_schedules, is_float32_in_x64_mode_if_one_part_is) {
  const auto cosine = cosine_decay_schedule(0.1, 10);
  const auto doubles = join_schedules({cosine, constant_schedule(0.3)}, {10}).at(3, true);
  EXPECT_EQ(doubles.value(), 0x1.452dace955759p-4);
  EXPECT_EQ(doubles.dtype(), std::nullopt);

  const auto mixed = join_schedules({cosine, linear_schedule(0.3, 0.1, 10)}, {10}).at(3, true);
  EXPECT_EQ(mixed.value(), 0x1.452dacp-4);
  EXPECT_EQ(mixed.dtype(), optaxx::dtype::f32);
}

TEST(join_schedules, takes_ints_and_doubles_as_boundaries) {
  const auto count = [](double step) { return step; };
  const std::vector<int> ints{10};
  const std::vector<double> doubles{2.5};
  EXPECT_EQ(join_schedules({count, count}, ints)(12), 2);
  EXPECT_EQ(join_schedules({count, count}, doubles)(3), 0.5);
  EXPECT_EQ(join_schedules({count, count}, doubles)(2), 2);
  EXPECT_EQ(join_schedules({count, count}, {2.5}).describe(),
            "optax.join_schedules(schedules=[schedule, schedule], boundaries=[2.5])");
}

// Its first step behind 2.5 would be 0.5.
TEST(join_schedules, refuses_a_function_of_whole_steps_behind_a_fraction_at_once) {
  const auto s = join_schedules({constant_schedule(1.0), [](step_t) { return 2.0; }}, {2.5});
  EXPECT_THAT([&] { s(0); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "schedule: 'schedule' is a function of whole steps, got 0.5: give it a parameter "
                  "of type double"));
}

TEST(join_schedules, of_one_schedule_is_that_schedule) {
  EXPECT_EQ(join_schedules({constant_schedule(0.1)}, std::vector<step_t>())(7, optaxx::dtype::f64),
            0.1);
}

TEST(join_schedules, calls_a_function_of_the_user_in_its_own_environment) {
  int rounding = 0;
  const schedule users([&rounding](step_t) {
    rounding = std::fegetround();
    return 0.1;
  });
  const auto s = join_schedules({linear_schedule(1.0, 0.0, 10), users}, {10});
  std::fesetround(FE_UPWARD);
  s(3);
  const int mine = std::fegetround();
  std::fesetround(FE_TONEAREST);
  EXPECT_EQ(rounding, FE_UPWARD);
  EXPECT_EQ(mine, FE_UPWARD);
}

TEST(join_schedules, refuses_another_number_of_boundaries) {
  const auto a = constant_schedule(0.1);
  EXPECT_THAT(
      [&] {
        join_schedules({a, a}, {10, 20, 30});
      },
      testing::ThrowsMessage<std::invalid_argument>(
          "join_schedules: boundaries must be one less than schedules, got 3 boundaries "
          "for 2 schedules"));
  EXPECT_THAT(
      [&] {
        join_schedules({a, a}, {});
      },
      testing::ThrowsMessage<std::invalid_argument>(
          "join_schedules: boundaries must be one less than schedules, got 0 boundaries "
          "for 2 schedules"));
  EXPECT_THROW(join_schedules({a, a, a}, {10}), std::invalid_argument);
  EXPECT_THROW(join_schedules(std::vector<schedule>(), std::vector<step_t>()),
               std::invalid_argument);
}

TEST(join_schedules, boundaries_may_be_as_far_as_integers_go) {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  const auto late = linear_schedule(0.25, 1.0, 10);
  for (const std::int64_t boundary : {lowest, lowest + 1}) {
    const auto s = join_schedules({constant_schedule(3.0), late}, {boundary});
    for (const step_t t : {std::int64_t{0}, std::int64_t{1}, std::int64_t{5}, largest})
      EXPECT_EQ(s(t), 1.0) << "the second has long ended, at " << t;
  }
  const auto never = join_schedules({constant_schedule(3.0), late}, {largest});
  for (const step_t t : {lowest, std::int64_t{0}, std::int64_t{5}}) EXPECT_EQ(never(t), 3.0);
  const auto steps = join_schedules(
      {constant_schedule(3.0), [](step_t t) { return static_cast<double>(t); }}, {lowest});
  EXPECT_EQ(steps(largest, optaxx::dtype::f64), 0x1.fffffffffffffp62);
}

TEST(join_schedules, describes_its_call) {
  const auto s = join_schedules({linear_schedule(0.0, 1.0, 10), constant_schedule(1.0)}, {10});
  EXPECT_EQ(s.describe(),
            "optax.join_schedules(schedules=[optax.linear_schedule(init_value=0.0, end_value=1.0, "
            "transition_steps=10), optax.constant_schedule(value=1.0)], boundaries=[10])");
}

TEST(join_schedules, takes_keywords) {
  const auto a = constant_schedule(0.1);
  const auto b = linear_schedule(0.3, 0.1, 90);
  expect_same(join_schedules({a, b}, {7}),
              optaxx::schedules::join_schedules({.schedules = {a, b}, .boundaries = {7}}));
}

}  // namespace
