#include "core/power.hpp"

#include <gtest/gtest.h>

#include <cfenv>
#include <cmath>
#include <limits>

#include "optaxx/schedules/cosine_decay_schedule.hpp"
#include "optaxx/schedules/polynomial_schedule.hpp"

namespace {

using optaxx::detail::flushed;
using optaxx::detail::power;

TEST(power, raises_to_an_int_power_by_multiplication) {
  const float x = 0.7F;
  EXPECT_EQ(power(x, 0), 1.0F);
  EXPECT_EQ(power(x, 1), x);
  EXPECT_EQ(power(x, 2), x * x);
  EXPECT_EQ(power(x, 5), x * ((x * x) * (x * x)));
  EXPECT_EQ(power(x, -2), 1.0F / (x * x));
  EXPECT_EQ(power(0.0F, 0), 1.0F);
}

TEST(power, raises_to_a_float_power_by_pow) {
  volatile float two = 2.0F;  // the compiler knows that of a constant
  int differences = 0;
  for (float x = 0.5F; x < 0.51F; x = std::nextafter(x, 1.0F)) {
    const float squared = power(x, optaxx::number(two));
    ASSERT_EQ(squared, std::pow(x, two));
    differences += squared != power(x, 2) ? 1 : 0;
  }
  EXPECT_GT(differences, 0);
}

TEST(power, flushes_within_its_own_scope) {
  float tiny = std::numeric_limits<float>::min();
  EXPECT_EQ(flushed([&] { return tiny * 0.5F; }), 0.0F);
  EXPECT_GT(tiny * 0.5F, 0.0F);
}

TEST(power, does_not_depend_on_the_rounding_of_the_caller) {
  const auto polynomial = optaxx::polynomial_schedule(0.1, 0.003, 1.5, 777);
  const auto cosine = optaxx::cosine_decay_schedule(0.1, 777, 0.05);
  for (optaxx::step_t step = 0; step < 777; ++step) {
    const double values[] = {polynomial(step), cosine(step), cosine.at(step, true).value()};
    std::fesetround(FE_UPWARD);
    const double again[] = {polynomial(step), cosine(step), cosine.at(step, true).value()};
    std::fesetround(FE_TONEAREST);
    for (int i = 0; i < 3; ++i) ASSERT_EQ(values[i], again[i]) << "step " << step;
  }
}

}  // namespace
