#include "optaxx/schedules/warmup_exponential_decay_schedule.hpp"

#include <gtest/gtest.h>

namespace {

using optaxx::warmup_exponential_decay_schedule;

TEST(warmup_exponential_decay_schedule, rises_to_the_peak_and_decays_from_there) {
  const auto s = warmup_exponential_decay_schedule(0.0, 1.0, 4, 2, 0.5);
  EXPECT_EQ(s(0), 0.0);
  EXPECT_EQ(s(2), 0.5);
  EXPECT_EQ(s(4), 1.0);
  EXPECT_EQ(s(6), 0.5);
  EXPECT_EQ(s(8), 0.25);
}

TEST(warmup_exponential_decay_schedule, counts_transition_begin_from_the_end_of_the_warmup) {
  const auto s = warmup_exponential_decay_schedule(
      0.0, 1.0, 4, 2, 0.5, {.transition_begin = 2, .staircase = true, .end_value = 0.25});
  EXPECT_EQ(s(6), 1.0);
  EXPECT_EQ(s(7), 1.0);
  EXPECT_EQ(s(8), 0.5);
  EXPECT_EQ(s(100), 0.25);
}

TEST(warmup_exponential_decay_schedule, describes_itself) {
  EXPECT_EQ(warmup_exponential_decay_schedule({.init_value = 0.0,
                                               .peak_value = 1.0,
                                               .warmup_steps = 4,
                                               .transition_steps = 2,
                                               .decay_rate = 0.5,
                                               .end_value = 0.1})
                .describe(),
            "optax.warmup_exponential_decay_schedule(init_value=0.0, peak_value=1.0, "
            "warmup_steps=4, transition_steps=2, decay_rate=0.5, end_value=0.1)");
}

}  // namespace
