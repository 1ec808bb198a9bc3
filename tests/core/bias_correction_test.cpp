#include "core/bias_correction.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace optaxx;

template <class T>
double formula(double decay, double t) {
  return static_cast<double>(T(1) - std::pow(static_cast<T>(decay), static_cast<T>(t)));
}

TEST(bias_correction, is_one_minus_the_power_at_every_step) {
  for (const double decay : {0.0, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.0, -0.5, 1.5}) {
    for (double t = 1; t < 1e6; t = std::ceil(t * 1.01)) {
      EXPECT_EQ(bias_correction(decay, t, false), formula<float>(decay, t)) << decay << " " << t;
      EXPECT_EQ(bias_correction(decay, t, true), formula<double>(decay, t)) << decay << " " << t;
    }
  }
}

TEST(bias_correction, of_a_stored_float32_is_in_float32) {
  const number decay(0.999, dtype::f32);
  EXPECT_EQ(bias_correction(decay, 7, true), formula<float>(0.999, 7));
}

TEST(moment_numbers, are_those_of_both_decays) {
  const number b1 = 0.9;
  const number b2(0.999, dtype::f32);
  const moment_numbers n = moment_numbers_at(b1, b2, 3, true);
  EXPECT_EQ(n.one_minus_b1, b1.one_minus());
  EXPECT_EQ(n.one_minus_b2, b2.one_minus());
  EXPECT_EQ(n.c1, bias_correction(b1, 3, true));
  EXPECT_EQ(n.c2, bias_correction(b2, 3, true));
}

}  // namespace
