// With the schedules that are made of it.
#include "optaxx/schedules/piecewise_interpolate_schedule.hpp"

#include <gmock/gmock.h>

#include "optaxx/schedules/cosine_onecycle_schedule.hpp"
#include "optaxx/schedules/linear_onecycle_schedule.hpp"
#include "schedules/expect_same.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(piecewise_interpolate_schedule, goes_from_product_to_product) {
  const schedule s = piecewise_interpolate_schedule("linear", 1.0, {{4, 0.5}, {8, 0.5}});
  EXPECT_EQ(s(0), 1.0);
  EXPECT_EQ(s(2), 0.75);
  EXPECT_EQ(s(4), 0.5);
  EXPECT_EQ(s(6), 0.375);
  EXPECT_EQ(s(8), 0.25);
  EXPECT_EQ(s(100), 0.25);
}

TEST(piecewise_interpolate_schedule, takes_keywords) {
  expect_same(piecewise_interpolate_schedule("cosine", 0.1, {{50, 0.5}}),
              schedules::piecewise_interpolate_schedule(
                  {.interpolate_type = "cosine",
                   .init_value = 0.1,
                   .boundaries_and_scales = std::map<int, double>{{50, 0.5}}}));
  expect_same(linear_onecycle_schedule(100, 0.1, 0.2, 0.4, 10.0, 20.0),
              schedules::linear_onecycle_schedule({.transition_steps = 100,
                                                   .peak_value = 0.1,
                                                   .pct_start = 0.2,
                                                   .pct_final = 0.4,
                                                   .div_factor = 10.0,
                                                   .final_div_factor = 20.0}));
  expect_same(cosine_onecycle_schedule(100, 0.1, 0.2, 10.0, 20.0),
              schedules::cosine_onecycle_schedule({.transition_steps = 100,
                                                   .peak_value = 0.1,
                                                   .pct_start = 0.2,
                                                   .div_factor = 10.0,
                                                   .final_div_factor = 20.0}));
}

TEST(piecewise_interpolate_schedule, refuses_other_types_and_negative_scales) {
  EXPECT_THAT(
      [] { piecewise_interpolate_schedule("cubic", 0.1); },
      ThrowsMessage<std::invalid_argument>("piecewise_interpolate_schedule: interpolate_type must "
                                           "be 'linear' or 'cosine', got 'cubic'"));
  EXPECT_THAT(
      [] {
        piecewise_interpolate_schedule("linear", 0.1, {{10, -0.5}});
      },
      ThrowsMessage<std::invalid_argument>("piecewise_interpolate_schedule: scales must "
                                           "not be negative, got -0.5 at 10"));
}

TEST(piecewise_interpolate_schedule, has_cycles_of_at_least_one_step) {
  EXPECT_THAT([] { linear_onecycle_schedule(0, 0.1); },
              ThrowsMessage<std::invalid_argument>(
                  "linear_onecycle_schedule: transition_steps must be positive, got 0"));
  EXPECT_THAT([] { cosine_onecycle_schedule(-3, 0.1); },
              ThrowsMessage<std::invalid_argument>(
                  "cosine_onecycle_schedule: transition_steps must be positive, got -3"));
}

}  // namespace
