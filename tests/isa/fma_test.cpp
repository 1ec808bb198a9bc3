// The fused operations of lanes against the C library's fma, and what is made of them.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/flush_guard.hpp"
#include "support/each_instruction_set.hpp"
#include "support/lane_on.hpp"

namespace {

using namespace optaxx;

class fma_of_lanes : public support::each_instruction_set {};

INSTANTIATE_TEST_SUITE_P(every, fma_of_lanes, testing::ValuesIn(support::instruction_sets()),
                         support::name_of_set);

template <class T>
void expect_same(T expected, T came, const std::string& of) {
  using word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  if (std::isnan(expected) && std::isnan(came)) return;
  ASSERT_EQ(std::bit_cast<word>(expected), std::bit_cast<word>(came))
      << of << ": expected " << expected << ", came " << came;
}

// Sums that cancel, that come near the middle between two floats, and whose parts are far apart.
TEST_P(fma_of_lanes, is_rounded_once) {
  std::mt19937 random(7);
  const auto number = [&](int exponent) {
    const float mantissa =
        std::bit_cast<float>(0x3f800000U | static_cast<std::uint32_t>(random() & 0x7fffffU));
    return std::ldexp((random() & 1U) != 0 ? mantissa : -mantissa, exponent);
  };
  std::vector<float> x, y, z;
  for (int i = 0; i < 200'000; ++i) {
    x.push_back(number(static_cast<int>(random() % 20) - 10));
    y.push_back(number(static_cast<int>(random() % 20) - 10));
    const float product = x.back() * y.back();
    switch (random() % 4) {
      case 0:
        z.push_back(-product);
        break;
      case 1:  // half a unit of it, and nearly
        z.push_back(std::ldexp(product, -24) * ((random() & 1U) != 0 ? 1.0F : 1.0000001F));
        break;
      case 2:
        z.push_back(std::ldexp(number(0), static_cast<int>(random() % 80) - 40));
        break;
      default:  // the product is far below the half of a unit
        z.push_back(std::ldexp(number(0), 30) * product);
    }
  }
  // Products in the middle between two floats, and a little more or less, which double does not
  // see.
  for (std::uint32_t i = 1; i < 4096; i += 2) {
    x.push_back(1.0F + static_cast<float>(i) * 0x1p-12F);
    y.push_back(1.0F + static_cast<float>(random() % 4096 * 2 + 1) * 0x1p-12F);
    z.push_back((random() & 1U) != 0 ? 0x1p-60F : -0x1p-60F);
  }
  std::vector<float> came(x.size());
  support::lane_of(GetParam()).fma_f32(x.data(), y.data(), z.data(), came.data(), x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    expect_same(std::fma(x[i], y[i], z[i]), came[i],
                std::to_string(x[i]) + " " + std::to_string(y[i]) + " " + std::to_string(z[i]));
  }
  const std::vector<double> wide_x(x.begin(), x.end()), wide_y(y.begin(), y.end());
  std::vector<double> wide_z, wide(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) wide_z.push_back(-wide_x[i] * wide_y[i] * (1 + 1e-16));
  support::lane_of(GetParam())
      .fma_f64(wide_x.data(), wide_y.data(), wide_z.data(), wide.data(), x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    expect_same(std::fma(wide_x[i], wide_y[i], wide_z[i]), wide[i], "double");
}

TEST_P(fma_of_lanes, of_special_numbers) {
  const float inf = std::numeric_limits<float>::infinity();
  const std::vector<float> x = {inf, inf, -inf, 0.0F, -0.0F, 3e38F, NAN, 1.0F, 1.0F};
  const std::vector<float> y = {1.0F, 1.0F, 2.0F, inf, 1.0F, 3e38F, 1.0F, NAN, 1.0F};
  const std::vector<float> z = {1.0F, -inf, 1.0F, 1.0F, -0.0F, 1.0F, 1.0F, 1.0F, -inf};
  std::vector<float> came(x.size());
  support::lane_of(GetParam()).fma_f32(x.data(), y.data(), z.data(), came.data(), x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    expect_same(std::fma(x[i], y[i], z[i]), came[i], std::to_string(i));
}

// jnp.tanh of JAX 0.10.2 on a CPU with FMA.
TEST_P(fma_of_lanes, make_the_tanh_of_xla) {
  const std::pair<std::uint32_t, std::uint32_t> table[] = {
      {0x00000000U, 0x00000000U}, {0x80000000U, 0x80000000U}, {0x399d4952U, 0x399d4952U},
      {0x39d1b717U, 0x39d1b714U}, {0xb9d6f545U, 0xb9d6f542U}, {0x40fccccdU, 0x3f7ffffcU},
      {0x41000000U, 0x3f800000U}, {0xc1080000U, 0xbf800000U}, {0x41a00000U, 0x3f800000U},
      {0x7f800000U, 0x3f800000U}, {0xff800000U, 0xbf800000U}, {0x0da24260U, 0x0da24260U},
      {0x7fc00000U, 0x7fc00000U}, {0x40829e6bU, 0x3f7fdaadU}, {0xc0a39004U, 0xbf7ffb3eU},
      {0x3f56110dU, 0x3f2f0cdbU}, {0xbf915959U, 0xbf501aa5U}, {0xbf67c1a6U, 0xbf3807bdU},
      {0xbedcc581U, 0xbed0090aU}, {0xc0814774U, 0xbf7fd76dU}, {0xbeed7faeU, 0xbeddd02bU},
      {0xbfdd7e9bU, 0xbf706944U}, {0x40d4ac06U, 0x3f7fffc8U}, {0x3ee7349bU, 0x3ed8ac89U},
      {0xbf348c06U, 0xbf1b9206U}, {0xbf1004e8U, 0xbf0287d9U}, {0xbfab0516U, 0xbf5ee833U},
      {0xc0070f2cU, 0xbf789674U}, {0xbf481711U, 0xbf2753fbU}, {0x3f76c18cU, 0x3f3efa57U},
      {0xbef44766U, 0xbee349feU}, {0x3ff52fadU, 0x3f7521c2U}, {0xbecc98eeU, 0xbec25c49U},
      {0x3d46bbffU, 0x3d46941cU}, {0x4045dd75U, 0x3f7ef211U}, {0x3f8b8c09U, 0x3f4c0541U},
      {0xbf8156acU, 0xbf441562U}, {0xbebb3a24U, 0xbeb34e21U}, {0x3f8a5fdbU, 0x3f4b289aU},
      {0x4077b0f7U, 0x3f7fc705U}, {0xbf0a0badU, 0xbefc1d8dU}, {0xbef96772U, 0xbee762c7U},
      {0x40004bd0U, 0x3f76dfd6U}, {0xbfe2ef0aU, 0xbf71a54dU}, {0xbf155c5bU, 0xbf0670fdU},
      {0x3fe1ee13U, 0x3f716cdeU}, {0x3f9491d2U, 0x3f523e9eU}, {0x3e3b6d1cU, 0x3e395c62U},
      {0x3fab8bf6U, 0x3f5f2933U}, {0xc0b5009cU, 0xbf7ffe67U}, {0x4002ba2fU, 0x3f7787eeU},
      {0xbff5ab47U, 0xbf75363aU}, {0xc0559556U, 0xbf7f5ab3U}, {0x40359d87U, 0x3f7e4016U},
      {0x40529597U, 0x3f7f4a7dU}, {0x40b85d17U, 0x3f7ffeb2U}, {0xbfa4916aU, 0xbf5ba56fU},
      {0x409503acU, 0x3f7ff42cU}, {0x40da012dU, 0x3f7fffd8U}, {0xc0e51050U, 0xbf7fffecU},
      {0x40c97771U, 0x3f7fff8eU}, {0xbff46434U, 0xbf74ffbdU}, {0xbebb3ba3U, 0xbeb34f72U},
      {0xc0cbb617U, 0xbf7fff9eU}, {0x4064964fU, 0x3f7f9885U}, {0xc06fa401U, 0xbf7fb6baU},
      {0x40d5c6b2U, 0x3f7fffccU}, {0xc0816265U, 0xbf7fd7afU}, {0x3f8e68dbU, 0x3f4e1290U},
      {0xbfe7312bU, 0xbf728ba0U}, {0x4002125dU, 0x3f775bceU}, {0xc0aebc5dU, 0xbf7ffda2U},
  };
  std::vector<float> x, came(std::size(table));
  for (const auto& [of, tanh] : table) x.push_back(std::bit_cast<float>(of));
  support::lane_of(GetParam()).tanh_f32(x.data(), came.data(), x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    expect_same(std::bit_cast<float>(table[i].second), came[i], std::to_string(x[i]));
}

}  // namespace
