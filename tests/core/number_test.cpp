#include "optaxx/core/number.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace {

using optaxx::dtype;
using optaxx::number;

TEST(number, is_written_as_python_does) {
  EXPECT_EQ(number(0.001).text(), "0.001");
  EXPECT_EQ(number(1e-8).text(), "1e-08");
  EXPECT_EQ(number(0.0001).text(), "0.0001");
  EXPECT_EQ(number(0.00001).text(), "1e-05");
  EXPECT_EQ(number(1.0).text(), "1.0");
  EXPECT_EQ(number(-0.0).text(), "-0.0");
  EXPECT_EQ(number(0.1 + 0.2).text(), "0.30000000000000004");
  EXPECT_EQ(number(1e15).text(), "1000000000000000.0");
  EXPECT_EQ(number(1e16).text(), "1e+16");
  EXPECT_EQ(number(1.5e300).text(), "1.5e+300");
}

TEST(number, that_was_an_int_is_written_as_one) {
  EXPECT_EQ(number(3).text(), "3");
  EXPECT_EQ(number(-1).negated().text(), "1");
  EXPECT_EQ(number(std::int64_t{1} << 40).text(), "1099511627776");
  EXPECT_TRUE(number(3).integral());
  EXPECT_FALSE(number(3.0).integral());
}

TEST(number, that_is_not_finite_is_written_as_an_expression) {
  EXPECT_EQ(number(std::numeric_limits<double>::infinity()).text(), "jnp.inf");
  EXPECT_EQ(number(-std::numeric_limits<double>::infinity()).text(), "-jnp.inf");
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN()).text(), "jnp.nan");
}

TEST(number, of_float32_is_written_with_the_digits_of_a_float32) {
  EXPECT_EQ(number(static_cast<double>(0.9F), dtype::f32).text(), "0.9");
}

TEST(number, is_taken_from_one_in_double) { EXPECT_EQ(number(0.999).one_minus(), 1 - 0.999); }

TEST(number, with_a_dtype_is_taken_from_one_in_that_dtype) {
  EXPECT_EQ(number(static_cast<double>(0.999F), dtype::f32).one_minus(),
            static_cast<double>(1 - 0.999F));
  EXPECT_NE(number(static_cast<double>(0.999F), dtype::f32).one_minus(), 1 - 0.999);
  EXPECT_EQ(number(0.999, dtype::f64).one_minus(), 1 - 0.999);
  EXPECT_EQ(number(0.00390625, dtype::bf16).one_minus(), 0.99609375);
  EXPECT_EQ(number(0.001953125, dtype::bf16).one_minus(), 1.0);  // a tie, to even
  EXPECT_EQ(number(0.000244140625, dtype::f16).one_minus(), 1.0);
}

static_assert(!std::is_constructible_v<number, bool> &&
              !std::is_constructible_v<number, const char*>);
static_assert(!std::is_default_constructible_v<number>);

}  // namespace
