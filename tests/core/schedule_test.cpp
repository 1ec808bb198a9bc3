#include "optaxx/core/schedule.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using optaxx::number;
using optaxx::scalar_or_schedule;
using optaxx::schedule;
using optaxx::step_t;

TEST(schedule, is_any_function_from_a_step_to_a_number) {
  const schedule halving = [](step_t n) { return std::ldexp(1.0, -static_cast<int>(n)); };
  EXPECT_EQ(halving(3), 0.125);
  const schedule single = [](auto) { return 0.1F; };
  EXPECT_EQ(single(0), static_cast<double>(0.1F));
}

TEST(schedule, that_is_a_function_is_a_number_not_a_float32_array) {
  const schedule s = [](step_t) { return 0.1; };
  EXPECT_FALSE(s.at(0, false).single);
  EXPECT_FALSE(s.at(0, true).single);
  EXPECT_EQ(s.at(0, false).value, 0.1);
}

TEST(schedule, shows_its_name) {
  const auto zero = [](step_t) { return 0.0; };
  EXPECT_EQ(schedule(zero).describe(), "schedule");
  EXPECT_EQ(schedule(zero, "lr").describe(), "lr");
}

TEST(schedule, refuses_an_empty_function) {
  EXPECT_THAT([] { schedule({}, "lr"); },
              testing::ThrowsMessage<std::invalid_argument>("schedule: 'lr' is an empty function"));
}

TEST(scalar_or_schedule, is_either) {
  EXPECT_FALSE(scalar_or_schedule(0.1).is_schedule());
  EXPECT_EQ(scalar_or_schedule(1).text(), "1");
  const scalar_or_schedule s = [](step_t n) { return 0.1 * static_cast<double>(n); };
  ASSERT_TRUE(s.is_schedule());
  EXPECT_EQ(s.as_schedule()(2), 0.2);
  EXPECT_EQ(s.text(), "schedule");
  const scalar_or_schedule copy = s;
  EXPECT_TRUE(copy.is_schedule());
}

static_assert(!std::is_constructible_v<scalar_or_schedule, bool>);
static_assert(!std::is_constructible_v<scalar_or_schedule, const char*>);
static_assert(!std::is_constructible_v<schedule, double>);

}  // namespace
