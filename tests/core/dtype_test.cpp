#include "optaxx/core/dtype.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace {

using optaxx::dtype;

constexpr dtype all[] = {dtype::f32, dtype::f64, dtype::bf16, dtype::f16,
                         dtype::i32, dtype::i64, dtype::u32,  dtype::boolean};

TEST(dtype, has_numpys_name) {
  const char* const names[] = {"float32", "float64", "bfloat16", "float16",
                               "int32",   "int64",   "uint32",   "bool"};
  for (std::size_t i = 0; i < std::size(all); ++i) EXPECT_EQ(name_of(all[i]), names[i]);
}

TEST(dtype, knows_the_bytes_of_an_element) {
  const std::size_t bytes[] = {4, 8, 2, 2, 4, 8, 4, 1};
  for (std::size_t i = 0; i < std::size(all); ++i) EXPECT_EQ(size_of(all[i]), bytes[i]);
}

TEST(dtype, is_floating_or_not) {
  for (const dtype type : all) {
    const bool is_float = name_of(type).find("float") != std::string_view::npos;
    EXPECT_EQ(is_floating(type), is_float) << name_of(type);
  }
}

static_assert(optaxx::has_dtype<float> && optaxx::dtype_of<float> == dtype::f32);
static_assert(optaxx::has_dtype<bool> && optaxx::dtype_of<bool> == dtype::boolean);
static_assert(optaxx::has_dtype<std::uint32_t> && optaxx::dtype_of<std::uint32_t> == dtype::u32);
static_assert(!optaxx::has_dtype<char> && !optaxx::has_dtype<std::int16_t>);

}  // namespace
