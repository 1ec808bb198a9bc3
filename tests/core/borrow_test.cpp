#include "optaxx/core/borrow.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "optaxx/core/astype.hpp"
#include "optaxx/core/small_floats.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(borrow, is_the_callers_memory) {
  std::vector<float> memory{1, 2, 3, 4, 5, 6};
  array a = borrow(std::span(memory), {2, 3});
  EXPECT_EQ(a.data(), memory.data());
  EXPECT_FALSE(a.owning());
  EXPECT_TRUE(a.writable());
  a.mutable_data<float>()[5] = 7;
  EXPECT_EQ(memory[5], 7.0F);
  EXPECT_EQ(borrow(memory.data(), {6}).data(), memory.data());
}

TEST(borrow, is_copied_into_owned_memory) {
  std::vector<float> memory{1, 2};
  const array a = borrow(memory);
  array copy = a;
  EXPECT_TRUE(copy.owning());
  copy.data<float>()[0] = 5;
  EXPECT_EQ(memory[0], 1.0F);
  EXPECT_EQ(a.as_part().data(), memory.data());
  const array own{1.0F};
  EXPECT_NE(own.as_part().data(), own.data());
}

TEST(borrow, of_which_a_copy_was_made_gets_its_elements_back) {
  std::vector<float> memory{1, 2};
  array a = borrow(memory);
  array snapshot = a;
  EXPECT_FALSE(snapshot.steppable());
  memory = {7, 8};
  a = snapshot;
  EXPECT_EQ(a.data(), memory.data());
  EXPECT_THAT(memory, ElementsAre(1, 2));
  std::swap(a, snapshot);
  EXPECT_TRUE(a.owning());
  EXPECT_EQ(snapshot.data(), memory.data());
}

TEST(borrow, is_replaced_by_any_other_array) {
  std::vector<float> memory{1, 2};
  std::vector<float> other{3, 4};
  array a = borrow(memory);
  a = borrow(other);
  EXPECT_EQ(a.data(), other.data());
  EXPECT_TRUE(a.steppable());
  a = array{5.0F, 6.0F};
  EXPECT_TRUE(a.owning());
  EXPECT_FALSE(a.steppable());
  EXPECT_FALSE(array(a).steppable());
  a = array{7.0F, 8.0F};
  EXPECT_TRUE(a.steppable());
  EXPECT_THAT(memory, ElementsAre(1, 2));
  EXPECT_THAT(other, ElementsAre(3, 4));
}

TEST(borrow, takes_vectors_and_arrays) {
  std::vector<double> v{1, 2, 3};
  const std::vector<float> constant{1, 2};
  std::array<float, 4> a{};
  float c[5] = {};
  const float read_only[1] = {};
  EXPECT_EQ(borrow(v).data(), v.data());
  EXPECT_EQ(borrow(v).shape(), shape{3});
  EXPECT_EQ(borrow(v, {3, 1}).shape(), (shape{3, 1}));
  EXPECT_EQ(borrow(v.data(), {v.size()}).size(), 3U);
  EXPECT_FALSE(borrow(constant).writable());
  EXPECT_FALSE(borrow(constant, {1, 2}).writable());
  EXPECT_EQ(borrow(std::span(v).first(2)).size(), 2U);
  EXPECT_EQ(borrow(a).size(), 4U);
  EXPECT_FALSE(borrow(std::as_const(a)).writable());
  EXPECT_EQ(borrow(c).size(), 5U);
  EXPECT_TRUE(borrow(c).writable());
  EXPECT_FALSE(borrow(read_only).writable());
  EXPECT_THROW(borrow(v, {2}), std::invalid_argument);
}

TEST(borrow, takes_the_bits_of_bfloat16_and_float16) {
  std::vector<std::uint16_t> bits{0x3f80, 0xc000};
  array a = borrow(bits.data(), dtype::bf16, {bits.size()});
  EXPECT_EQ(a.data(), bits.data());
  EXPECT_EQ(astype(a, dtype::f32), (array{1.0F, -2.0F}));
  a.data<bfloat16>()[1] = 3.0F;
  EXPECT_EQ(bits[1], 0x4040);
  const std::vector<std::uint16_t>& constant = bits;
  EXPECT_FALSE(borrow(constant.data(), dtype::f16, {2}).writable());
  EXPECT_THAT([&] { borrow(bits.data(), dtype::f32, {1}); },
              ThrowsMessage<std::invalid_argument>(
                  "borrow: 16 bits are a bfloat16 or a float16, not float32"));
  std::vector<float16> halves(2);
  halves[0] = 0.5F;
  EXPECT_EQ(borrow(halves).dtype(), dtype::f16);
  EXPECT_EQ(astype(borrow(halves), dtype::f32), (array{0.5F, 0.0F}));
}

#if defined(__FLT16_MANT_DIG__) && !(defined(__aarch64__) && !defined(__clang__) && __GNUC__ < 13)
TEST(borrow, takes_half_precision_numbers_of_the_compiler) {
  std::vector<_Float16> memory{static_cast<_Float16>(0.5F), static_cast<_Float16>(-3.0F)};
  array a = borrow(memory);
  EXPECT_EQ(a.dtype(), dtype::f16);
  EXPECT_EQ(astype(a, dtype::f32), (array{0.5F, -3.0F}));
  a.data<_Float16>()[0] = static_cast<_Float16>(2.0F);
  EXPECT_EQ(a.data<float16>()[0], 2.0F);
}
#endif

TEST(borrow, of_const_memory_cannot_be_written_to) {
  const std::vector<float> memory{1, 2};
  array a = borrow(std::span(memory), {2});
  EXPECT_FALSE(a.writable());
  EXPECT_EQ(a.values<float>()[1], 2.0F);
  EXPECT_EQ(std::as_const(a).data<float>()[1], 2.0F);
  const auto refused = ThrowsMessage<std::invalid_argument>(
      "array: the memory was borrowed as const and cannot be written to; values() reads it");
  EXPECT_THAT([&] { a.mutable_data(); }, refused);
  EXPECT_THAT([&] { a.data<float>(); }, refused);
  array one = borrow(memory.data(), shape{});
  EXPECT_THROW(one.set_item(1), std::invalid_argument);
}

TEST(borrow, refuses_memory_that_does_not_fit) {
  std::vector<float> memory(6);
  EXPECT_THAT(([&] {
                borrow(std::span(memory), {2, 2});
              }),
              ThrowsMessage<std::invalid_argument>(
                  "borrow: 6 elements do not fill the shape (2, 2), which has 4"));
  EXPECT_THAT([] { borrow(static_cast<float*>(nullptr), {2}); },
              ThrowsMessage<std::invalid_argument>("array: shape (2,) without memory"));
  char* const odd = reinterpret_cast<char*>(memory.data()) + 1;
  EXPECT_THAT(
      [&] { array::view(odd, dtype::f32, {2}, true); },
      ThrowsMessage<std::invalid_argument>(testing::HasSubstr("is not aligned for float32")));
}

template <class Container>
concept can_be_borrowed = requires(Container&& c) {
  borrow(std::forward<Container>(c), shape{2});
};
template <class Container>
concept can_be_borrowed_whole = requires(Container&& c) {
  borrow(std::forward<Container>(c));
};
static_assert(!can_be_borrowed<std::vector<float>> && !can_be_borrowed<const std::vector<float>>);
static_assert(!can_be_borrowed_whole<std::vector<float>> &&
              !can_be_borrowed_whole<const std::vector<float>> &&
              !can_be_borrowed_whole<std::array<float, 2>> &&
              !can_be_borrowed_whole<std::vector<bool>&> &&
              !can_be_borrowed_whole<std::vector<short>&>);
static_assert(can_be_borrowed_whole<std::vector<float>&> &&
              can_be_borrowed_whole<std::span<const float>>);
static_assert(can_be_borrowed<std::span<float>> && can_be_borrowed<std::span<const float>>);

}  // namespace
