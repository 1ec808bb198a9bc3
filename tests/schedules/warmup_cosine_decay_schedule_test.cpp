#include "optaxx/schedules/warmup_cosine_decay_schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <stdexcept>

#include "schedules/expect_same.hpp"

namespace {

using optaxx::warmup_cosine_decay_schedule;

TEST(warmup_cosine_decay_schedule, rises_to_the_peak_and_falls_to_the_end) {
  const auto s = warmup_cosine_decay_schedule(0.0, 1e-3, 100, 1000);
  EXPECT_EQ(s(0), 0.0);
  EXPECT_EQ(s(50), 5e-4F);
  EXPECT_EQ(s(99), 0x1.0385c8p-10);
  EXPECT_EQ(s(100), 1e-3F);
  EXPECT_EQ(s(550), 0x1.0624ep-11);
  EXPECT_EQ(s(999), 0x1.a1cac2p-29);
  EXPECT_EQ(s(1000), 0.0);
  EXPECT_EQ(s(2000), 0.0);
}

TEST(warmup_cosine_decay_schedule, has_an_absolute_end_value) {
  const auto s = warmup_cosine_decay_schedule(0, 0.5, 10, 20, 0.125);
  EXPECT_EQ(s(10), 0.5);
  EXPECT_EQ(s(20), 0.125);
}

TEST(warmup_cosine_decay_schedule, rounds_its_double_cosine_to_float32_in_x64_mode) {
  const auto s = warmup_cosine_decay_schedule(0.0, 1e-3, 100, 1000);
  EXPECT_EQ(s.at(550, true).value(), 5e-4F);
  EXPECT_EQ(s.at(999, true).value(), 0x1.a2a99ep-29);
  EXPECT_EQ(s.at(999, true).dtype(), optaxx::dtype::f32);
}

TEST(warmup_cosine_decay_schedule, without_a_warmup_is_a_cosine) {
  const auto s = warmup_cosine_decay_schedule(0.0, 1e-3, 0, 1000);
  EXPECT_EQ(s(0), 1e-3F);
  EXPECT_EQ(s(500), 0x1.0624dcp-11);
  EXPECT_EQ(s.at(500, true).value(), 5e-4);
  EXPECT_EQ(s.at(500, true).dtype(), std::nullopt);
}

TEST(warmup_cosine_decay_schedule, with_a_peak_of_zero_stays_there) {
  const auto s = warmup_cosine_decay_schedule(0.1, 0.0, 10, 20, 0.5);
  EXPECT_EQ(s(0), 0.1F);
  EXPECT_EQ(s(10), 0.0);
  EXPECT_EQ(s(20), 0.0);
}

TEST(warmup_cosine_decay_schedule, refuses_a_warmup_that_leaves_no_steps) {
  EXPECT_THAT([] { warmup_cosine_decay_schedule(0.0, 1e-3, 100, 100); },
              testing::ThrowsMessage<std::invalid_argument>(
                  "warmup_cosine_decay_schedule: decay_steps must exceed warmup_steps, "
                  "got 100 and 100"));
}

TEST(warmup_cosine_decay_schedule, takes_fractional_steps) {
  const auto s = warmup_cosine_decay_schedule(0, 0.1, 2.5, 25);
  EXPECT_EQ(s(0), 0.0);
  EXPECT_EQ(s(1), 0.04F);
  EXPECT_EQ(s(2), 0.08F);
  EXPECT_EQ(s(3), 0x1.9919e4p-4);
  EXPECT_EQ(s(3, optaxx::dtype::f64), 0x1.9919e2d606663p-4);
  EXPECT_EQ(s.describe(),
            "optax.warmup_cosine_decay_schedule(init_value=0, peak_value=0.1, warmup_steps=2.5, "
            "decay_steps=25)");
}

TEST(warmup_cosine_decay_schedule, describes_its_call) {
  EXPECT_EQ(warmup_cosine_decay_schedule(0.0, 1e-3, 100, 1000).describe(),
            "optax.warmup_cosine_decay_schedule(init_value=0.0, peak_value=0.001, "
            "warmup_steps=100, decay_steps=1000)");
  EXPECT_EQ(warmup_cosine_decay_schedule(0, 1, 10, 100, 0.1, 2).describe(),
            "optax.warmup_cosine_decay_schedule(init_value=0, peak_value=1, warmup_steps=10, "
            "decay_steps=100, end_value=0.1, exponent=2)");
}

TEST(warmup_cosine_decay_schedule, takes_keywords) {
  const auto s = warmup_cosine_decay_schedule(0.1, 0.3, 9, 90, 0.2, 1.5);
  expect_same(s, optaxx::schedules::warmup_cosine_decay_schedule({.init_value = 0.1,
                                                                  .peak_value = 0.3,
                                                                  .warmup_steps = 9,
                                                                  .decay_steps = 90,
                                                                  .end_value = 0.2,
                                                                  .exponent = 1.5}));
  expect_same(s,
              warmup_cosine_decay_schedule(0.1, 0.3, 9, 90, {.end_value = 0.2, .exponent = 1.5}));
  expect_same(s, warmup_cosine_decay_schedule(0.1, 0.3, 9, 90, 0.2, {.exponent = 1.5}));
}

// Numbers of Optax in x64 mode; without it Optax refuses the integer.
TEST(warmup_cosine_decay_schedule, a_warmup_may_have_ended_as_long_ago_as_integers_go) {
  const auto s =
      warmup_cosine_decay_schedule(0.0, 1.0, std::numeric_limits<std::int64_t>::min(), 5);
  for (const int t : {0, 1, 2, 5}) EXPECT_EQ(s(t), 0.0);
}

}  // namespace
