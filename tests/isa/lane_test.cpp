// The operations that kernels are written in, one by one, through kernels that show them.
#include <gmock/gmock.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "kernels/kernel_id.hpp"
#include "support/each_instruction_set.hpp"
#include "support/hostile.hpp"
#include "support/machine.hpp"
#include "support/slow_lane.hpp"
#include "support/twin.hpp"

namespace {

using namespace optaxx;
using kernels::kernel_id;

template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
constexpr T nan = std::numeric_limits<T>::quiet_NaN();
template <class T>
constexpr T subnormal = std::numeric_limits<T>::denorm_min();

class lanes_on : public support::each_instruction_set {
 protected:
  template <class T>
  std::vector<T> results(kernel_id kernel, std::vector<T> numbers, std::vector<T> u,
                         std::vector<T> slot = {}) {
    const auto id = static_cast<std::uint16_t>(kernel);
    const std::size_t n = u.size();
    machine::program<T> p{{{id, std::move(numbers), {}}}, {}};
    machine::values<T> before{std::move(u), std::vector<T>(n), {}};
    if (!slot.empty()) {
      p.steps[0].streams = {0};
      p.storage = {dtype_of<T>};
      before.streams = {std::move(slot)};
    }
    return machine::run_on(set(), p, before, {.elements = n}).u;
  }
  template <class T>
  T result(kernel_id kernel, std::vector<T> numbers, T u) {
    return results<T>(kernel, std::move(numbers), {u})[0];
  }
  template <class T>
  std::vector<T> reciprocal_roots(const std::vector<T>& of) {
    // nu = -0 * 1 + 1 * nu, and -0 for eps: rsqrt(nu) * 1.
    return results<T>(kernel_id::scale_by_rms, {T(1), T(-0.0), T(1), T(-0.0)},
                      std::vector<T>(of.size(), T(1)), of);
  }
};

INSTANTIATE_TEST_SUITE_P(every, lanes_on, testing::ValuesIn(support::instruction_sets()),
                         support::name_of_set);

template <class T>
void expect_bits(T expected, T came, T of) {
  using word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  const bool same = std::bit_cast<word>(expected) == std::bit_cast<word>(came) ||
                    (std::isnan(expected) && std::isnan(came));
  EXPECT_TRUE(same) << "of " << of << ": expected " << expected << ", came " << came;
}

// minimum(max_delta, maximum(-max_delta, u))
TEST_P(lanes_on, hand_on_nan_and_the_sign_of_zero_in_minimum_and_maximum) {
  const auto check = [&]<class T>(T) {
    const std::pair<T, T> table[] = {
        {nan<T>, nan<T>},   {infinity<T>, T(0.5)}, {-infinity<T>, T(-0.5)}, {T(0.25), T(0.25)},
        {T(0.5), T(0.5)},   {T(0.75), T(0.5)},     {T(-0.75), T(-0.5)},     {T(0), T(0)},
        {T(-0.0), T(-0.0)}, {subnormal<T>, T(0)},  {-subnormal<T>, T(-0.0)}};
    for (const auto& [u, expected] : table) {
      expect_bits(expected, result<T>(kernel_id::clip, {T(0.5)}, u), u);
    }
    for (const T zero : {T(0), T(-0.0)}) {
      expect_bits(zero, result<T>(kernel_id::clip, {T(0)}, zero), zero);
    }
  };
  check(0.0F);
  check(0.0);
}

// sign(1 * u + -0 * mu) where mu is 0
TEST_P(lanes_on, keep_zeros_and_nan_in_sign) {
  const auto check = [&]<class T>(T) {
    const std::pair<T, T> table[] = {{nan<T>, nan<T>},
                                     {infinity<T>, T(1)},
                                     {-infinity<T>, T(-1)},
                                     {std::numeric_limits<T>::min(), T(1)},
                                     {-std::numeric_limits<T>::max(), T(-1)},
                                     {T(0), T(0)},
                                     {T(-0.0), T(-0.0)},
                                     {subnormal<T>, T(0)},
                                     {-subnormal<T>, T(-0.0)}};
    for (const auto& [u, expected] : table) {
      const std::vector<T> signs =
          results<T>(kernel_id::scale_by_lion, {T(-0.0), T(1), T(1), T(0)}, {u}, {T(0)});
      expect_bits(expected, signs[0], u);
    }
  };
  check(0.0F);
  check(0.0);
}

// select(is_finite(u), 0, 1)
TEST_P(lanes_on, tell_finite_numbers_from_the_others) {
  const auto check = [&]<class T>(T) {
    for (const T u : {nan<T>, -nan<T>, infinity<T>, -infinity<T>}) {
      expect_bits(T(1), result<T>(kernel_id::nonfinite, {}, u), u);
    }
    for (const T u : {T(0), T(-0.0), subnormal<T>, std::numeric_limits<T>::max(),
                      std::numeric_limits<T>::lowest(), T(1)}) {
      expect_bits(T(0), result<T>(kernel_id::nonfinite, {}, u), u);
    }
  };
  check(0.0F);
  check(0.0);
}

TEST_P(lanes_on, take_reciprocal_roots_of_special_numbers) {
  const auto check = [&]<class T>(T) {
    const std::vector<T> of = {T(0),  T(-0.0), subnormal<T>, -subnormal<T>, infinity<T>,
                               T(-1), nan<T>,  T(1),         T(4),          -infinity<T>};
    const T inf = infinity<T>;
    const std::vector<T> expected = {inf,    -inf,   inf,  -inf,   T(0),
                                     nan<T>, nan<T>, T(1), T(0.5), nan<T>};
    const std::vector<T> came = reciprocal_roots(of);
    for (std::size_t i = 0; i < of.size(); ++i) expect_bits(expected[i], came[i], of[i]);
  };
  check(0.0F);
  check(0.0);
}

// Quotients by d that come as near to the middle between two floats as any does: a 2^25 = Q d + j
// for an odd Q of 25 bits, where Q = -j / d modulo 2^25.
void add_hard_numerators(float d, std::vector<float>& to) {
  int exponent = 0;
  auto odd = static_cast<std::uint32_t>(std::ldexp(std::frexp(d, &exponent), 24));
  while (odd % 2 == 0) odd /= 2;
  std::uint32_t inverse = odd;  // to 3 bits, and twice as many with each step
  for (int i = 0; i < 4; ++i) inverse *= 2 - odd * inverse;
  for (std::int64_t j = -15; j <= 15; j += 2) {
    const std::uint64_t q = static_cast<std::uint64_t>(-j * inverse) & 0x1ffffffU;
    const auto a = (static_cast<std::int64_t>(q * odd) + j) / (std::int64_t{1} << 25);
    for (const int scale : {-60, -24, 0, 60})
      to.push_back(std::ldexp(static_cast<float>(a), scale));
  }
}

TEST_P(lanes_on, divide_by_a_number_to_the_last_bit) {
  support::bit_source random(2);
  const auto of_exponents = [&](int low, int high) {
    const double fraction = 1 + static_cast<double>(random() >> 12) * 0x1p-52;
    const int exponent = low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    const auto x = static_cast<float>(std::ldexp(fraction, exponent));
    return random() % 2 == 0 ? x : -x;
  };
  std::vector<float> divisors = {0.1F,    0.001F,         1.0F,          0.5F,           0x1p-24F,
                                 0x1p24F, 0x1.fffffep23F, 0x1.000002p0F, 0x1.fffffep-1F, 1e-30F,
                                 1e30F,   0.0F,           -3.0F};
  for (int t = 1; t < 40; ++t) divisors.push_back(static_cast<float>(1 - std::pow(0.9, t)));
  for (int t = 1; t < 20000; t += 401)
    divisors.push_back(static_cast<float>(1 - std::pow(0.999, t)));
  while (divisors.size() < 300) divisors.push_back(std::abs(of_exponents(-24, 23)));
  for (const float d : divisors) {
    std::vector<float> of = {0.0F,
                             -0.0F,
                             0x1p-76F,
                             -0x1p-76F,
                             0x1p100F,
                             -0x1p100F,
                             nan<float>,
                             infinity<float>,
                             subnormal<float>,
                             0x1.fffffep-77F,
                             0x1.000002p100F,
                             std::numeric_limits<float>::max()};
    if (d > 0.0F) add_hard_numerators(d, of);
    while (of.size() < 400) of.push_back(of_exponents(-76, 99));
    while (of.size() < 600) of.push_back(of_exponents(-140, 127));
    const std::vector<float> came = results<float>(kernel_id::divide, {d}, of);
    for (std::size_t i = 0; i < of.size(); ++i) {
      const float exact = (support::slow_lane<float>(of[i]) / support::slow_lane<float>(d)).value();
      expect_bits(exact, came[i], of[i]);
    }
  }
}

std::vector<float> positive_floats(std::size_t n) {
  support::bit_source random(1);
  std::vector<float> result;
  while (result.size() < n) {
    const auto bits = static_cast<std::uint32_t>(random() >> 33);
    const float x = std::bit_cast<float>(bits);
    if (std::isnormal(x)) result.push_back(x);
  }
  return result;
}

TEST_P(lanes_on, take_reciprocal_roots_in_float32_to_half_a_unit) {
  const std::vector<float> of = positive_floats(100000);
  const std::vector<float> came = reciprocal_roots(of);
  long double worst = 0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const long double exact = 1 / std::sqrt(static_cast<long double>(of[i]));
    const float next = std::nextafter(came[i], std::numeric_limits<float>::infinity());
    const long double unit = static_cast<long double>(next) - static_cast<long double>(came[i]);
    worst = std::max(worst, std::abs(static_cast<long double>(came[i]) - exact) / unit);
  }
  EXPECT_LE(worst, 0.500001L);
}

TEST_P(lanes_on, take_the_same_reciprocal_roots_as_the_twin) {
  const std::vector<float> of = positive_floats(100000);
  const std::vector<float> came = reciprocal_roots(of);
  const std::vector<float> numbers = {1.0F, -0.0F, 1.0F, -0.0F};
  for (std::size_t i = 0; i < of.size(); ++i) {
    float u = 1;
    std::vector<float> slot = {of[i]};
    const std::vector<dtype> storage = {dtype::f32};
    twin::run<float>(static_cast<std::uint16_t>(kernel_id::scale_by_rms), numbers.data(), 0, u,
                     0.0F, slot, storage);
    ASSERT_EQ(u, came[i]) << of[i];
  }
}

TEST_P(lanes_on, divide_by_the_root_in_float64) {
  support::bit_source random(1);
  std::vector<double> of;
  for (int i = 0; i < 10000; ++i)
    of.push_back(std::ldexp(1.0 + std::ldexp(static_cast<double>(random() >> 12), -52),
                            static_cast<int>(random() % 2000) - 1000));
  const std::vector<double> came = reciprocal_roots(of);
  for (std::size_t i = 0; i < of.size(); ++i) ASSERT_EQ(came[i], 1.0 / std::sqrt(of[i]));
}

}  // namespace
