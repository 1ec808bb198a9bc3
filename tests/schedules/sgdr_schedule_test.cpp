#include "optaxx/schedules/sgdr_schedule.hpp"

#include <gmock/gmock.h>

#include "schedules/expect_same.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(sgdr_schedule, starts_again_after_the_steps_of_each_part) {
  const schedule s = sgdr_schedule({{0.0, 1.0, 2, 10}, {0.0, 0.5, 2, 10}});
  EXPECT_EQ(s(0), 0.0);
  EXPECT_EQ(s(2), 1.0);
  EXPECT_EQ(s(10), 0.0);
  EXPECT_EQ(s(12), 0.5);
}

TEST(sgdr_schedule, describes_its_call) {
  const schedule s =
      sgdr_schedule({{.init_value = 0.0, .peak_value = 1.0, .warmup_steps = 2, .decay_steps = 10},
                     {0, 0.5, 2, 10, 0.1}});
  EXPECT_EQ(s.describe(),
            "optax.sgdr_schedule(cosine_kwargs=[{'init_value': 0.0, 'peak_value': 1.0, "
            "'warmup_steps': 2, 'decay_steps': 10}, {'init_value': 0, 'peak_value': 0.5, "
            "'warmup_steps': 2, 'decay_steps': 10, 'end_value': 0.1}])");
  expect_same(
      s, schedules::sgdr_schedule({.cosine_kwargs = {{0.0, 1.0, 2, 10}, {0, 0.5, 2, 10, 0.1}}}));
}

TEST(sgdr_schedule, refuses_what_its_parts_refuse_and_no_part) {
  EXPECT_THAT([] { sgdr_schedule(cosine_parts()); },
              ThrowsMessage<std::invalid_argument>("sgdr_schedule: cosine_kwargs is empty"));
  EXPECT_THAT(
      [] {
        sgdr_schedule({{0.0, 1.0, 10, 10}});
      },
      ThrowsMessage<std::invalid_argument>("warmup_cosine_decay_schedule: decay_steps must "
                                           "exceed warmup_steps, got 10 and 10"));
}

}  // namespace
