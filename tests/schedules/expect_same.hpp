#pragma once

#include <gtest/gtest.h>

#include "optaxx/core/schedule.hpp"

/// The same description, and the same values in either mode.
inline void expect_same(const optaxx::schedule& a, const optaxx::schedule& b) {
  EXPECT_EQ(a.describe(), b.describe());
  for (const optaxx::step_t step : {0, 1, 2, 3, 7, 50, 99, 100, 101, 1000}) {
    for (const bool x64 : {false, true}) {
      EXPECT_EQ(a.at(step, x64).value(), b.at(step, x64).value()) << "step " << step;
      EXPECT_EQ(a.at(step, x64).dtype(), b.at(step, x64).dtype()) << "step " << step;
    }
  }
}
