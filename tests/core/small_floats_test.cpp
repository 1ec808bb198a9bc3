#include "optaxx/core/small_floats.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace optaxx::detail;

constexpr float infinity = std::numeric_limits<float>::infinity();

// Every number of the format and what lies between it and the next.
template <class ToFloat, class ToBits>
void expect_round_to_nearest_even(ToFloat to_float, ToBits to_bits, std::uint16_t largest) {
  for (std::uint32_t i = 0; i < largest; ++i) {
    const auto low = static_cast<std::uint16_t>(i);
    const auto high = static_cast<std::uint16_t>(i + 1);
    const float a = to_float(low);
    const float b = to_float(high);
    ASSERT_LT(a, b);
    ASSERT_EQ(to_bits(a), low);
    const auto middle = static_cast<float>((static_cast<double>(a) + static_cast<double>(b)) / 2);
    ASSERT_EQ(to_bits(middle), i % 2 == 0 ? low : high) << a;
    if (middle == a) continue;  // subnormal floats have none
    ASSERT_EQ(to_bits(std::nextafter(middle, a)), low) << a;
    ASSERT_EQ(to_bits(std::nextafter(middle, b)), high) << a;
    ASSERT_EQ(to_bits(-middle), 0x8000U | to_bits(middle)) << a;
  }
}

TEST(f16, rounds_to_nearest_even) {
  expect_round_to_nearest_even(float_from_f16, f16_from_float, 0x7bff);
}

TEST(bf16, rounds_to_nearest_even) {
  expect_round_to_nearest_even(float_from_bf16, bf16_from_float, 0x7f7f);
}

TEST(f16, becomes_infinite_half_a_step_beyond_its_largest) {
  EXPECT_EQ(float_from_f16(0x7bff), 65504.0F);
  EXPECT_EQ(f16_from_float(std::nextafter(65520.0F, 0.0F)), 0x7bff);
  EXPECT_EQ(f16_from_float(65520.0F), 0x7c00);
  EXPECT_EQ(f16_from_float(1e30F), 0x7c00);
  EXPECT_EQ(f16_from_float(-infinity), 0xfc00);
  EXPECT_EQ(float_from_f16(0xfc00), -infinity);
}

TEST(bf16, becomes_infinite_half_a_step_beyond_its_largest) {
  EXPECT_EQ(bf16_from_float(std::numeric_limits<float>::max()), 0x7f80);
  EXPECT_EQ(bf16_from_float(-infinity), 0xff80);
}

TEST(f16, keeps_nan_and_the_sign_of_zero) {
  EXPECT_TRUE(std::isnan(float_from_f16(f16_from_float(std::nanf("")))));
  EXPECT_TRUE(std::isnan(float_from_f16(0x7c01)));
  EXPECT_EQ(f16_from_float(-0.0F), 0x8000);
  EXPECT_TRUE(std::signbit(float_from_f16(0x8000)));
}

TEST(bf16, keeps_nan_whatever_its_bits) {
  EXPECT_TRUE(std::isnan(float_from_bf16(bf16_from_float(std::bit_cast<float>(0x7f800001U)))));
  EXPECT_TRUE(std::isnan(float_from_bf16(bf16_from_float(std::bit_cast<float>(0xffffffffU)))));
  EXPECT_EQ(bf16_from_float(-0.0F), 0x8000);
}

}  // namespace
