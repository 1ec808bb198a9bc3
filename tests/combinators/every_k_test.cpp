#include "optaxx/combinators/every_k.hpp"

#include <gmock/gmock.h>

#include <string>

#include "optaxx/schedules/constant_schedule.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(every_k, is_a_number) {
  const every_k k = 3;
  EXPECT_EQ(k.at(0), 3);
  EXPECT_EQ(k.at(1000), 3);
  EXPECT_EQ(k.text(), "3");
}

TEST(every_k, is_a_function_of_the_gradient_steps_done) {
  const every_k k = [](step_t n) { return 1 + n / 10; };
  EXPECT_EQ(k.at(0), 1);
  EXPECT_EQ(k.at(25), 3);
  EXPECT_EQ(k.text(), "every_k_schedule");
}

static_assert(!std::convertible_to<bool, every_k> && !std::convertible_to<double, every_k>);
static_assert(!std::convertible_to<double (*)(step_t), every_k>);

// Optax has a TypeError for floats, whole ones too, and takes what is made of ints.
TEST(every_k, is_an_integer) {
  const auto refused = [](const schedule& s, step_t step) {
    try {
      every_k(s).at(step);
    } catch (const std::invalid_argument& e) {
      return std::string(e.what());
    }
    return std::string("nothing thrown");
  };
  EXPECT_EQ(refused(constant_schedule(2.5), 0),
            "multi_steps: every_k_schedule must give integers, got 2.5 at gradient step 0");
  EXPECT_EQ(refused(constant_schedule(2.0), 3),
            "multi_steps: every_k_schedule must give integers, got 2.0 at gradient step 3");
  EXPECT_EQ(refused(piecewise_constant_schedule(2, {{1, 2}}), 1),
            "multi_steps: every_k_schedule must give integers, got 4.0 at gradient step 1");
  EXPECT_EQ(refused(schedule([](step_t) { return 2.0; }), 0),
            "multi_steps: every_k_schedule must give integers, got 2.0 at gradient step 0");
  EXPECT_EQ(every_k(constant_schedule(2)).at(0), 2);
  EXPECT_EQ(every_k(schedule([](step_t n) { return 1 + n; })).at(4), 5);
  const every_k joined = join_schedules({constant_schedule(1), constant_schedule(3)}, {2});
  EXPECT_EQ(joined.at(1), 1);
  EXPECT_EQ(joined.at(2), 3);
}

TEST(every_k, is_at_least_one) {
  EXPECT_THAT([] { every_k(0); }, ThrowsMessage<std::invalid_argument>(
                                      "multi_steps: every_k_schedule must be at least 1, got 0"));
  const every_k falling = [](step_t n) { return 2 - n; };
  EXPECT_EQ(falling.at(1), 1);
  EXPECT_THAT([&] { falling.at(2); },
              ThrowsMessage<std::invalid_argument>(
                  "multi_steps: every_k_schedule must be at least 1, got 0 at gradient step 2"));
}

}  // namespace
