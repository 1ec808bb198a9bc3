#include "optaxx/schedules/cosine_decay_schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "schedules/expect_same.hpp"

namespace {

using optaxx::cosine_decay_schedule;

TEST(cosine_decay_schedule, falls_to_zero) {
  const auto s = cosine_decay_schedule(0.1, 10);
  EXPECT_EQ(s(0), 0.1F);
  EXPECT_EQ(s(1), 0x1.8f938ep-4);
  EXPECT_EQ(s(5), 0x1.999998p-5);
  EXPECT_EQ(s(9), 0x1.40c19ap-9);
  EXPECT_EQ(s(10), 0.0);
  EXPECT_EQ(s(11), 0.0);
}

TEST(cosine_decay_schedule, falls_to_a_fraction_of_the_first_value) {
  const auto s = cosine_decay_schedule(0.1, 10, 0.1, 2);
  EXPECT_EQ(s(0), 0.1F);
  EXPECT_EQ(s(1), 0x1.87c73ap-4);
  EXPECT_EQ(s(9), 0x1.497236p-7);
  EXPECT_EQ(s(10), 0x1.47ae16p-7);
  EXPECT_EQ(s(11), 0x1.47ae16p-7);
}

TEST(cosine_decay_schedule, is_double_in_x64_mode) {
  const auto s = cosine_decay_schedule(0.1, 10);
  EXPECT_EQ(s.at(0, true).value(), 0.1);
  EXPECT_EQ(s.at(1, true).value(), 0x1.8f938d481bb9ap-4);
  EXPECT_EQ(s.at(9, true).value(), 0x1.40c18a2fbc00dp-9);
  EXPECT_EQ(s.at(10, true).value(), 0.0);
  EXPECT_EQ(s.at(0, true).dtype(), std::nullopt);
  EXPECT_EQ(s.at(0, false).dtype(), std::nullopt);
}

TEST(cosine_decay_schedule, takes_more_steps_than_an_int32_holds) {
  const auto s = cosine_decay_schedule(0.1, 3000000000);
  EXPECT_EQ(s(2000000000), 0x1.999996p-6);
  EXPECT_EQ(s.at(2000000000, true).value(), 0x1.999999999999dp-6);
}

TEST(cosine_decay_schedule, refuses_to_decay_in_no_steps) {
  EXPECT_THAT([] { cosine_decay_schedule(0.1, 0); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "cosine_decay_schedule: decay_steps must be positive, got 0"));
  EXPECT_THROW(cosine_decay_schedule(0.1, -5), std::invalid_argument);
}

TEST(cosine_decay_schedule, describes_its_call) {
  EXPECT_EQ(cosine_decay_schedule(0.1, 10).describe(),
            "optax.cosine_decay_schedule(init_value=0.1, decay_steps=10)");
  EXPECT_EQ(cosine_decay_schedule(0.1, 10, 0.5, 2).describe(),
            "optax.cosine_decay_schedule(init_value=0.1, decay_steps=10, alpha=0.5, exponent=2)");
}

TEST(cosine_decay_schedule, takes_keywords) {
  const auto s = cosine_decay_schedule(0.3, 90, 0.1, 1.5);
  expect_same(s, optaxx::schedules::cosine_decay_schedule(
                     {.init_value = 0.3, .decay_steps = 90, .alpha = 0.1, .exponent = 1.5}));
  expect_same(s, cosine_decay_schedule(0.3, 90, {.alpha = 0.1, .exponent = 1.5}));
  expect_same(s, cosine_decay_schedule(0.3, 90, 0.1, {.exponent = 1.5}));
}

}  // namespace
