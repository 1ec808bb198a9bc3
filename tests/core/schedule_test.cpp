#include "optaxx/core/schedule.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>

namespace {

using optaxx::dtype;
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
  EXPECT_FALSE(s.at(0, false).integral());
  EXPECT_EQ(s.at(0, false).dtype(), std::nullopt);
  EXPECT_EQ(s.at(0, true).dtype(), std::nullopt);
  EXPECT_EQ(s.at(0, false).value(), 0.1);
}

TEST(schedule, that_gives_integers_is_an_int32_array) {
  EXPECT_EQ(schedule([](step_t n) { return 2 * n; }).at(3, true).dtype(), dtype::i32);
  EXPECT_EQ(schedule([](step_t n) { return 2 * n; }, "twice").at(3, false).value(), 6);
  EXPECT_EQ(schedule([](step_t n) { return n > 2; }).at(3, false).dtype(), dtype::boolean);
}

TEST(schedule, called_gives_the_number_of_a_dtype) {
  const schedule tenth = [](step_t) { return 0.1; };
  EXPECT_EQ(tenth(0), 0.1F);
  EXPECT_EQ(tenth(0, dtype::f32), 0.1F);
  EXPECT_EQ(tenth(0, dtype::f64), 0.1);
  EXPECT_EQ(tenth(0, dtype::bf16), 0x1.9ap-4);
  EXPECT_EQ(tenth(0, dtype::f16), 0x1.998p-4);
  EXPECT_THAT([&] { tenth(0, dtype::i32); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "schedule: a step multiplies leaves of floats, not of int32"));
}

TEST(schedule, of_a_double_is_asked_for_fractions) {
  const schedule half = [](double step) { return step / 2; };
  EXPECT_EQ(half(2.5), 1.25);
  EXPECT_EQ(half(3), 1.5);
  const schedule whole = schedule([](step_t step) { return 0.5 * static_cast<double>(step); }, "w");
  EXPECT_EQ(whole(3.0), 1.5);
  EXPECT_THAT(
      [&] { whole(2.5); },
      testing::ThrowsMessage<std::invalid_argument>(
          "schedule: 'w' is a function of whole steps, got 2.5: give it a parameter of type "
          "double"));
}

TEST(schedule, shows_its_name) {
  const auto zero = [](step_t) { return 0.0; };
  EXPECT_EQ(schedule(zero).describe(), "schedule");
  EXPECT_EQ(schedule(zero, "lr").describe(), "lr");
}

TEST(schedule, refuses_an_empty_function) {
  EXPECT_THAT([] { schedule(std::function<double(step_t)>(), "lr"); },
              testing::ThrowsMessage<std::invalid_argument>("schedule: 'lr' is an empty function"));
}

TEST(scalar_or_schedule, is_either) {
  EXPECT_FALSE(scalar_or_schedule(0.1).is_schedule());
  EXPECT_EQ(scalar_or_schedule(1).text(), "1");
  const scalar_or_schedule s = [](step_t n) { return 0.1 * static_cast<double>(n); };
  ASSERT_TRUE(s.is_schedule());
  EXPECT_EQ(s.as_schedule()(2, dtype::f64), 0.2);
  EXPECT_EQ(s.text(), "schedule");
  const scalar_or_schedule copy = s;
  EXPECT_TRUE(copy.is_schedule());
}

static_assert(!std::is_constructible_v<scalar_or_schedule, bool>);
static_assert(!std::is_constructible_v<scalar_or_schedule, const char*>);
static_assert(!std::is_constructible_v<schedule, double>);

}  // namespace
