#include "replay/distance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace {

using namespace optaxx;
using replay::bounds;
using replay::distance;
using replay::distance_between;

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(distance, counts_representable_numbers) {
  EXPECT_EQ(distance_between(array{1.0F}, array{1.0F}).ulp, 0);
  EXPECT_EQ(distance_between(array{1.0F, 5.0F}, array{std::nextafter(1.0F, 2.0F), 5.0F}).ulp, 1);
  EXPECT_EQ(distance_between(array{1.0}, array{std::nextafter(1.0, 2.0)}).ulp, 1);
  EXPECT_EQ(distance_between(array{1e-45F}, array{-1e-45F}).ulp, 2);
  EXPECT_EQ(distance_between(array{0.0F}, array{-0.0F}).ulp, 0);
}

TEST(distance, holds_nan_apart_from_all_else) {
  EXPECT_EQ(distance_between(array{NAN}, array{NAN}).ulp, 0);
  EXPECT_EQ(distance_between(array{NAN}, array{1.0F}).ulp, std::numeric_limits<double>::infinity());
  EXPECT_EQ(distance_between(array{INFINITY}, array{INFINITY}).ulp, 0);
  EXPECT_GT(distance_between(array{INFINITY}, array{1.0F}).ulp, 1e6);
}

TEST(distance, forgives_an_ulp_of_the_largest_element_if_asked) {
  const array wanted{1024.0F, 1e-3F};
  const array near{1024.0F, 1e-3F + 1e-4F};
  const array far{1024.0F, 1e-3F + 1e-3F};
  EXPECT_GT(distance_between(near, wanted).ulp, 1e5);
  EXPECT_EQ(distance_between(near, wanted, {.floor = 1}).ulp, 0);
  EXPECT_GT(distance_between(far, wanted, {.floor = 1}).ulp, 1e5);
}

TEST(distance, rounds_to_float32_if_asked) {
  EXPECT_GT(distance_between(array{1.0 + 1e-9}, array{1.0}).ulp, 1e6);
  EXPECT_EQ(distance_between(array{1.0 + 1e-9}, array{1.0}, {.single = true}).ulp, 0);
}

TEST(distance, counts_also_in_ulp_of_the_largest_element_and_relatively) {
  const array wanted{1024.0F, -0.5F};
  const distance d = distance_between(array{1024.0F, -0.5F + 0x1p-13F}, wanted);
  EXPECT_EQ(d.ulp, 4096);
  EXPECT_EQ(d.leaf_ulp, 1);
  EXPECT_EQ(d.relative, 0x1p-12);
  EXPECT_EQ(distance_between(array{1.0F}, array{0.0F}).relative, infinity);
}

array bits16(dtype type, std::uint16_t bits) {
  array a(type, {1});
  std::memcpy(a.mutable_data(), &bits, sizeof bits);
  return a;
}

TEST(distance, counts_in_small_floats) {
  const array one = bits16(dtype::bf16, 0x3f80);
  EXPECT_EQ(distance_between(bits16(dtype::bf16, 0x3f82), one).ulp, 2);
  EXPECT_EQ(distance_between(bits16(dtype::bf16, 0x3f82), one).leaf_ulp, 2);
  EXPECT_EQ(distance_between(bits16(dtype::bf16, 0x3f82), one).relative, 0x1p-6);
  EXPECT_EQ(distance_between(bits16(dtype::f16, 0x8001), bits16(dtype::f16, 0x0001)).ulp, 2);
  EXPECT_EQ(distance_between(bits16(dtype::f16, 0x7e00), bits16(dtype::f16, 0xfe01)).ulp, 0);
}

TEST(distance, takes_integers_for_the_same_or_for_different) {
  EXPECT_EQ(distance_between(array::scalar(dtype::i32, 3), array::scalar(dtype::i32, 3)).ulp, 0);
  EXPECT_EQ(distance_between(array::scalar(dtype::i32, 3), array::scalar(dtype::i32, 4)).ulp,
            infinity);
  EXPECT_EQ(
      distance_between(array::scalar(dtype::boolean, 0), array::scalar(dtype::boolean, 1)).ulp,
      infinity);
}

TEST(distance, is_infinite_between_different_types_and_shapes) {
  EXPECT_EQ(distance_between(array{1.0F}, array{1.0}).ulp, infinity);
  EXPECT_EQ(distance_between(array{1.0F}, array{1.0F, 1.0F}).ulp, infinity);
}

TEST(bounds, hold_if_all_that_are_given_do) {
  const distance d{1311, 3, 1e-3};
  EXPECT_FALSE(bounds().hold(d));
  EXPECT_TRUE(bounds().hold({}));
  EXPECT_FALSE((bounds{.ulp = 1310}).hold(d));
  EXPECT_TRUE((bounds{.ulp = 1311}).hold(d));
  EXPECT_TRUE((bounds{.leaf_ulp = 3}).hold(d));
  EXPECT_FALSE((bounds{.leaf_ulp = 2.5}).hold(d));
  EXPECT_TRUE((bounds{.ulp = 1311, .leaf_ulp = 3}).hold(d));
  EXPECT_FALSE((bounds{.ulp = 1311, .leaf_ulp = 2}).hold(d));
  EXPECT_FALSE((bounds{.ulp = 1, .leaf_ulp = 3}).hold(d));
  EXPECT_FALSE((bounds{.ulp = 1e300, .leaf_ulp = 1e300}).hold({infinity, infinity, infinity}));
}

TEST(bounds, say_what_they_are) {
  EXPECT_EQ(bounds().text(), "0 ULP");
  EXPECT_EQ((bounds{.ulp = 2}).text(), "2 ULP");
  EXPECT_EQ((bounds{.leaf_ulp = 2.5}).text(), "2.5 ULP of the array's largest");
  EXPECT_EQ((bounds{.ulp = 2000, .leaf_ulp = 3}).text(),
            "2000 ULP and 3 ULP of the array's largest");
}

}  // namespace
