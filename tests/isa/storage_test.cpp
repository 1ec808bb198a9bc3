// The table of what arrays are stored as.
#include "isa/storage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "isa/dispatch.hpp"
#include "optaxx/core/array.hpp"
#include "support/int8_blocks.hpp"

namespace {

using namespace optaxx;

constexpr dtype all[] = {dtype::f32, dtype::f64, dtype::bf16, dtype::f16,
                         dtype::i32, dtype::i64, dtype::u32,  dtype::boolean};

TEST(storage, has_a_row_for_every_dtype) {
  for (const dtype type : all) {
    const isa::storage& s = isa::storage_of(type);
    EXPECT_EQ(s.type, type);
    EXPECT_EQ(s.name, name_of(type));
    EXPECT_EQ(s.bytes(7), 7 * size_of(type));
  }
}

TEST(storage, of_every_dtype_keeps_what_it_can_hold) {
  const std::vector<float> numbers = {0, 1, 1, 0, 1};
  for (const dtype type : all) {
    const isa::storage& s = isa::storage_of(type);
    array a(type, {5});
    s.narrow(isa::current(), numbers.data(), a.mutable_data(), nullptr, numbers.size());
    std::vector<float> back(5);
    s.widen(isa::current(), a.data(), nullptr, back.data(), back.size());
    EXPECT_EQ(back, numbers) << s.name;
  }
}

// A tile is rounded more than once where slots are read again. A scale that is the largest
// magnitude over a number is the same the second time: either the product of both is rounded to
// that magnitude, or by too little to change the quotient.
TEST(storage, of_blocks_narrows_what_it_has_widened_to_the_same_bits) {
  const isa::storage& s = support::int8_blocks;
  std::vector<float> numbers(256);
  std::uint32_t bits = 1;
  for (int round = 0; round < 2000; ++round) {
    for (float& x : numbers) {
      bits = bits * 1664525U + 1013904223U;
      x = static_cast<float>(bits >> 8) * 0x1p-24F - 0.5F;
    }
    std::uint32_t q[2][64];
    float scales[2];
    s.narrow(isa::current(), numbers.data(), q[0], &scales[0], 256);
    s.widen(isa::current(), q[0], &scales[0], numbers.data(), 256);
    s.narrow(isa::current(), numbers.data(), q[1], &scales[1], 256);
    ASSERT_EQ(scales[0], scales[1]);
    ASSERT_TRUE(std::equal(q[0], q[0] + 64, q[1]));
  }
}

TEST(storage, rounds_numbers_to_float32_and_what_is_below) {
  std::vector<dtype> types;
  for (const isa::storage& s : isa::float_storages()) types.push_back(s.type);
  EXPECT_EQ(types, (std::vector{dtype::f32, dtype::bf16, dtype::f16}));
}

TEST(storage, of_blocks_counts_whole_ones) {
  EXPECT_EQ(support::int8_blocks.blocks(0), 0U);
  EXPECT_EQ(support::int8_blocks.blocks(256), 1U);
  EXPECT_EQ(support::int8_blocks.bytes(257), 2 * (256U + sizeof(float)));
}

}  // namespace
