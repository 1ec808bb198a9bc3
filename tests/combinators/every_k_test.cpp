#include "optaxx/combinators/every_k.hpp"

#include <gmock/gmock.h>

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
