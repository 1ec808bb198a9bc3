// bfloat16 and float16 on every instruction set, against the conversions by integers.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/flush_guard.hpp"
#include "optaxx/core/small_floats.hpp"
#include "support/each_instruction_set.hpp"

namespace {

using namespace optaxx;

class narrow_on : public support::each_instruction_set {};
INSTANTIATE_TEST_SUITE_P(every, narrow_on, testing::ValuesIn(support::instruction_sets()),
                         support::name_of_set);

template <class Small>
std::vector<Small> all_numbers() {
  std::vector<Small> result(1U << 16);
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = std::bit_cast<Small>(static_cast<std::uint16_t>(i));
  return result;
}

bool same(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}

template <class Small>
void expect_all_widen(const isa::instruction_set& set) {
  const std::vector<Small> numbers = all_numbers<Small>();
  for (const std::size_t skipped : {0U, 1U, 37U}) {
    const std::size_t n = numbers.size() - skipped;
    std::vector<float> widened(n + 1, 7.0F);
    {
      const flush_guard guard;
      set.widen(dtype_of<Small>, numbers.data() + skipped, widened.data(), n);
    }
    for (std::size_t i = 0; i < n; ++i) {
      ASSERT_EQ(std::bit_cast<std::uint32_t>(widened[i]),
                std::bit_cast<std::uint32_t>(float{numbers[i + skipped]}))
          << i + skipped;
    }
    EXPECT_EQ(widened[n], 7.0F);
  }
}

// Each number of the format, what lies half-way to the next, and the floats beside both.
template <class Small>
std::vector<float> around_all_numbers() {
  std::vector<float> result;
  for (std::uint32_t i = 0; i < 0x10000; ++i) {
    const float a = std::bit_cast<Small>(static_cast<std::uint16_t>(i));
    const float b = std::bit_cast<Small>(static_cast<std::uint16_t>(i + 1));
    const float middle = static_cast<float>((double{a} + double{b}) / 2);
    for (const float x : {a, middle}) {
      for (const float y : {x, std::nextafter(x, -INFINITY), std::nextafter(x, INFINITY)}) {
        if (y == 0.0F || std::isnormal(y) || !std::isfinite(y)) result.push_back(y);
      }
    }
  }
  return result;
}

template <class Small>
void expect_all_round(const isa::instruction_set& set) {
  const std::vector<float> numbers = around_all_numbers<Small>();
  std::vector<Small> rounded(numbers.size());
  {
    const flush_guard guard;
    set.narrow(dtype_of<Small>, numbers.data(), rounded.data(), numbers.size());
  }
  for (std::size_t i = 0; i < numbers.size(); ++i)
    ASSERT_TRUE(same(rounded[i], Small(numbers[i]))) << numbers[i];
}

// Every exponent with fractions on both sides of each rounding.
std::vector<float> around_all_exponents() {
  std::vector<float> result;
  for (std::uint32_t top = 0; top < 0x200; ++top) {
    for (std::uint32_t bit = 0; bit < 23; ++bit) {
      for (const std::uint32_t fraction :
           {1U << bit, (1U << bit) - 1, (1U << bit) + 1, 3U << bit, 0x7fffffU & ~0U << bit}) {
        const auto x = std::bit_cast<float>(top << 23 | (fraction & 0x7fffffU));
        if (x == 0.0F || std::isnormal(x) || std::isinf(x)) result.push_back(x);
      }
    }
  }
  return result;
}

template <class Small>
void expect_all_exponents_round(const isa::instruction_set& set) {
  const std::vector<float> numbers = around_all_exponents();
  std::vector<Small> rounded(numbers.size());
  {
    const flush_guard guard;
    set.narrow(dtype_of<Small>, numbers.data(), rounded.data(), numbers.size());
  }
  for (std::size_t i = 0; i < numbers.size(); ++i)
    ASSERT_EQ(rounded[i].bits, Small(numbers[i]).bits) << numbers[i];
}

// Signalling ones too.
void expect_nans_without_payloads(const isa::instruction_set& set) {
  std::vector<float> numbers;
  for (const std::uint32_t sign : {0U, 0x80000000U}) {
    for (std::uint32_t bit = 0; bit < 23; ++bit)
      numbers.push_back(std::bit_cast<float>(sign | 0x7f800000U | 1U << bit));
  }
  std::vector<std::uint16_t> rounded(numbers.size());
  set.narrow(dtype::f16, numbers.data(), rounded.data(), numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    ASSERT_EQ(rounded[i], i < numbers.size() / 2 ? 0x7e00 : 0xfe00) << i;
}

TEST_P(narrow_on, every_bfloat16_widens) { expect_all_widen<bfloat16>(set()); }
TEST_P(narrow_on, every_float16_widens) { expect_all_widen<float16>(set()); }
TEST_P(narrow_on, floats_round_to_bfloat16) { expect_all_round<bfloat16>(set()); }
TEST_P(narrow_on, floats_round_to_float16) { expect_all_round<float16>(set()); }
TEST_P(narrow_on, floats_of_every_exponent_round) {
  expect_all_exponents_round<bfloat16>(set());
  expect_all_exponents_round<float16>(set());
}
TEST_P(narrow_on, a_nan_becomes_the_float16_of_its_sign) { expect_nans_without_payloads(set()); }

}  // namespace
