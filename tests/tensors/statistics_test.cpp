#include "tensors/statistics.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>

namespace {

using optaxx::io::tensor;
using tensors::statistics;

constexpr float infinity = std::numeric_limits<float>::infinity();

template <class T, std::size_t n>
statistics statistics_of(const char* tag, const T (&values)[n]) {
  return *tensors::statistics_of(
      {tag, {static_cast<std::int64_t>(n)}, std::as_bytes(std::span(values))});
}

TEST(statistics, are_of_the_finite_elements) {
  const float values[] = {3, -4, infinity, 0, NAN, -0.0F, -infinity};
  const statistics s = statistics_of("F32", values);
  EXPECT_EQ(s.min, -4);
  EXPECT_EQ(s.max, 3);
  EXPECT_DOUBLE_EQ(s.mean, -0.25);
  EXPECT_DOUBLE_EQ(s.rms, 2.5);
  EXPECT_EQ(s.zeros, 2);
  EXPECT_EQ(s.nonfinite, 3);
}

TEST(statistics, do_not_overflow) {
  const double values[] = {1e300, 1e300, -1e300};
  const statistics s = statistics_of("F64", values);
  EXPECT_DOUBLE_EQ(s.mean, 1e300 / 3);
  EXPECT_DOUBLE_EQ(s.rms, 1e300);
}

// -6, 0 and 0, or the largest integer there is and 0.
template <class T>
void expect_of_integers(const char* tag) {
  constexpr bool is_signed = std::numeric_limits<T>::is_signed;
  constexpr T most = std::numeric_limits<T>::max();
  const T values[] = {0, is_signed ? static_cast<T>(-6) : most, 0};
  const statistics s = statistics_of(tag, values);
  EXPECT_EQ(s.min, is_signed ? -6 : 0) << tag;
  EXPECT_EQ(s.max, is_signed ? 0 : static_cast<double>(most)) << tag;
  EXPECT_DOUBLE_EQ(s.mean, is_signed ? -2 : static_cast<double>(most) / 3) << tag;
  EXPECT_EQ(s.zeros, 2) << tag;
}

TEST(statistics, of_integers_and_bools) {
  expect_of_integers<std::int8_t>("I8");
  expect_of_integers<std::int16_t>("I16");
  expect_of_integers<std::int32_t>("I32");
  expect_of_integers<std::int64_t>("I64");
  expect_of_integers<std::uint8_t>("U8");
  expect_of_integers<std::uint16_t>("U16");
  expect_of_integers<std::uint32_t>("U32");
  expect_of_integers<std::uint64_t>("U64");
  const bool values[] = {true, false, true, true};
  const statistics s = statistics_of("BOOL", values);
  EXPECT_EQ(s.max, 1);
  EXPECT_EQ(s.mean, 0.75);
  EXPECT_EQ(s.zeros, 1);
}

TEST(statistics, of_small_floats) {
  const std::uint16_t values[] = {0x0001, 0xc000, 0x7c00};
  EXPECT_EQ(statistics_of("F16", values).min, -2);
  EXPECT_EQ(statistics_of("F16", values).max, 0x1p-24);
  EXPECT_EQ(statistics_of("F16", values).nonfinite, 1);
  EXPECT_EQ(statistics_of("BF16", values).max, 0x1p121);
}

struct of_all_bytes {
  const char* tag;
  double min, max, mean, rms;
  std::size_t zeros, nonfinite;
};

// What NumPy makes of the 256 numbers of each type, as ml_dtypes reads them.
TEST(statistics, of_float8) {
  std::array<std::uint8_t, 256> all;
  std::iota(all.begin(), all.end(), std::uint8_t{0});
  const std::uint8_t some[] = {0x01, 0x0b, 0x35, 0x7a, 0x47};
  for (const auto& wanted : {of_all_bytes{"F8_E5M2", -57344, 57344, 0, 9535.28639893304, 2, 8},
                             of_all_bytes{"F8_E4M3", -448, 448, 0, 100.05772608660493, 2, 2},
                             of_all_bytes{"F8_E5M2FNUZ", -57344, 57344, 0, 9403.499203519306, 1, 1},
                             of_all_bytes{"F8_E4M3FNUZ", -240, 240, 0, 54.266348685089994, 1, 1},
                             of_all_bytes{"F8_E8M0", 0x1p-127, 0x1p127, 1.3344406545919155e+36,
                                          1.2302934940629186e+37, 0, 1}}) {
    SCOPED_TRACE(wanted.tag);
    const statistics s =
        *tensors::statistics_of({wanted.tag, {256}, std::as_bytes(std::span(all))});
    EXPECT_EQ(s.min, wanted.min);
    EXPECT_EQ(s.max, wanted.max);
    EXPECT_NEAR(s.mean, wanted.mean, 1e-15 * wanted.max);
    EXPECT_DOUBLE_EQ(s.rms, wanted.rms);
    EXPECT_EQ(s.zeros, wanted.zeros);
    EXPECT_EQ(s.nonfinite, wanted.nonfinite);
  }
  EXPECT_EQ(statistics_of("F8_E5M2", some).min, 1.52587890625e-05);
  EXPECT_DOUBLE_EQ(statistics_of("F8_E5M2", some).mean, 9831.862545776366);
  EXPECT_DOUBLE_EQ(statistics_of("F8_E4M3", some).mean, 64.9171875);
  EXPECT_DOUBLE_EQ(statistics_of("F8_E5M2FNUZ", some).mean, 4915.931272888183);
  EXPECT_DOUBLE_EQ(statistics_of("F8_E4M3FNUZ", some).mean, 32.45859375);
  EXPECT_DOUBLE_EQ(statistics_of("F8_E8M0", some).mean, 0.006250000000000003);
}

TEST(statistics, of_nothing_are_nan) {
  EXPECT_TRUE(std::isnan(tensors::statistics_of({"F32", {0, 3}, {}})->min));
  const float values[] = {NAN};
  const statistics s = statistics_of("F32", values);
  EXPECT_TRUE(std::isnan(s.max) && std::isnan(s.mean) && std::isnan(s.rms));
  EXPECT_EQ(s.nonfinite, 1);
}

TEST(statistics, of_zeros_are_zero) {
  const std::uint16_t values[4] = {};
  const statistics s = statistics_of("F16", values);
  EXPECT_EQ(s.min, 0);
  EXPECT_EQ(s.max, 0);
  EXPECT_EQ(s.mean, 0);
  EXPECT_EQ(s.rms, 0);
  EXPECT_EQ(s.zeros, 4);
}

TEST(statistics, are_not_of_complex_numbers_and_parts_of_bytes) {
  const float values[] = {1, 2};
  const auto bytes = std::as_bytes(std::span(values));
  EXPECT_FALSE(tensors::statistics_of({"C64", {1}, bytes}));
  EXPECT_FALSE(tensors::statistics_of({"F4", {16}, bytes}));
}

}  // namespace
