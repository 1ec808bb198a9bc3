#include "optaxx/schedules/warmup_constant_schedule.hpp"

#include <gtest/gtest.h>

namespace {

using optaxx::warmup_constant_schedule;

TEST(warmup_constant_schedule, rises_to_the_peak_and_stays_there) {
  const auto s = warmup_constant_schedule(0.0, 0.5, 4);
  EXPECT_EQ(s(0), 0.0);
  EXPECT_EQ(s(1), 0.125);
  EXPECT_EQ(s(4), 0.5);
  EXPECT_EQ(s(4000), 0.5);
}

TEST(warmup_constant_schedule, without_a_warmup_stays_at_the_beginning) {
  EXPECT_EQ(warmup_constant_schedule(0.25, 0.5, 0)(10), 0.25);
}

TEST(warmup_constant_schedule, describes_itself) {
  EXPECT_EQ(warmup_constant_schedule({.init_value = 0.0, .peak_value = 0.5, .warmup_steps = 4})
                .describe(),
            "optax.warmup_constant_schedule(init_value=0.0, peak_value=0.5, warmup_steps=4)");
}

}  // namespace
