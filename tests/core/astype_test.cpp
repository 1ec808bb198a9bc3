#include "optaxx/core/astype.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/small_floats.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(astype, rounds_each_element_once) {
  const array a = astype(array{0.1F, 0x1.01p0F, -3.0F}, dtype::bf16);
  EXPECT_EQ(a.shape(), (shape{3}));
  EXPECT_THAT(astype(a, dtype::f32).values<float>(), ElementsAre(0.10009765625F, 1.0F, -3.0F));
  EXPECT_THAT(astype(array{0.1, 1e-300}, dtype::f32).values<float>(), ElementsAre(0.1F, 0.0F));
}

TEST(astype, of_float64_to_float16_rounds_once) {
  // By way of float32 the second is halfway between two float16 numbers and goes to the even one.
  const array a = astype(array{1.0, 1 + 0x1p-11 + 0x1p-40, -1 - 0x1p-11 - 0x1p-40}, dtype::f16);
  EXPECT_THAT(astype(a, dtype::f64).values<double>(), ElementsAre(1.0, 1 + 0x1p-10, -1 - 0x1p-10));
  // Too small for float32, on either side of zero.
  const array tiny = astype(array{1e-300, -1e-300}, dtype::f16);
  EXPECT_THAT(astype(tiny, dtype::f64).values<double>(), ElementsAre(0.0, 0.0));
}

TEST(astype, flushes_between_float32_and_float64) {
  EXPECT_THAT(astype(array{1e-40F, 1.0F}, dtype::f64).values<double>(), ElementsAre(0.0, 1.0));
}

TEST(astype, of_the_same_dtype_is_a_copy) {
  const array a{1.0F};
  EXPECT_EQ(astype(a, dtype::f32), a);
  EXPECT_NE(astype(a, dtype::f32).data(), a.data());
}

}  // namespace
