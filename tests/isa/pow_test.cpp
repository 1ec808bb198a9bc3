// The power of lanes against the C library's, which is glibc's.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/flush_guard.hpp"
#include "support/each_instruction_set.hpp"
#include "support/hostile.hpp"
#include "support/lane_on.hpp"

namespace {

using namespace optaxx;

class pow_of_lanes : public support::each_instruction_set {
 protected:
  void expect_powers(const std::vector<float>& x, float y) {
    std::vector<float> came(x.size());
    std::vector<float> expected(x.size());
    {
      const flush_guard guard;
      support::lane_of(GetParam()).pow_f32(x.data(), y, came.data(), x.size());
      for (std::size_t i = 0; i < x.size(); ++i) expected[i] = std::pow(x[i], y);
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (std::isnan(expected[i]) && std::isnan(came[i])) continue;
      ASSERT_EQ(std::bit_cast<std::uint32_t>(expected[i]), std::bit_cast<std::uint32_t>(came[i]))
          << x[i] << " to the power " << y << ": expected " << expected[i] << ", came " << came[i];
    }
  }
};

INSTANTIATE_TEST_SUITE_P(every, pow_of_lanes, testing::ValuesIn(support::instruction_sets()),
                         support::name_of_set);

constexpr float infinity = std::numeric_limits<float>::infinity();

std::vector<float> specials() {
  std::vector<float> result;
  for (const float x :
       {0.0F, 1e-45F, 0x1p-127F, std::numeric_limits<float>::min(), 0x1.000002p-126F, 0.5F,
        0x1.fffffep-1F, 1.0F, 0x1.000002p0F, 2.0F, 3.0F, 0x1.fffffep23F,
        std::numeric_limits<float>::max(), infinity, std::numeric_limits<float>::quiet_NaN()}) {
    result.insert(result.end(), {x, -x});
  }
  return result;
}

TEST_P(pow_of_lanes, is_that_of_special_numbers) {
  for (const float y : specials()) expect_powers(specials(), y);
  for (const float y : {-0.5F, -1.5F, 128.0F, -149.0F, -150.0F, 151.0F, 1e6F, -3e38F})
    expect_powers(specials(), y);
}

// Bits some thousands apart.
TEST_P(pow_of_lanes, is_that_of_numbers_of_all_exponents) {
  std::vector<float> all;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 24989)
    all.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  for (const float y : {-0.5F, 0.8F, -0.8F, 2.0F, 1.0F / 3.0F}) expect_powers(all, y);
}

TEST_P(pow_of_lanes, is_that_of_any_numbers) {
  support::bit_source random(1);
  for (int i = 0; i < 20000; ++i) {
    std::vector<float> x;
    while (x.size() < 19)
      x.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random() >> 32)));
    const auto bits = static_cast<std::uint32_t>(random() >> 32);
    // Of half of them the power is between underflow and overflow.
    const float small = static_cast<float>(static_cast<std::int32_t>(bits)) * 0x1p-31F;
    expect_powers(x, i % 2 == 0 ? std::bit_cast<float>(bits) : small);
    if (HasFatalFailure()) return;
  }
}

TEST_P(pow_of_lanes, is_the_c_librarys_in_double) {
  const std::vector<double> x = {
      0.0, -0.0, 1e-310, 0.3, 1.0, 2.5, 1e300, -2.0, std::numeric_limits<double>::infinity()};
  for (const double y : {-0.5, 2.0, 0.0, 3.3}) {
    std::vector<double> came(x.size());
    const flush_guard guard;
    support::lane_of(GetParam()).pow_f64(x.data(), y, came.data(), x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double expected = std::pow(x[i], y);
      EXPECT_TRUE(came[i] == expected || (std::isnan(came[i]) && std::isnan(expected)))
          << x[i] << " to the power " << y;
    }
  }
}

}  // namespace
