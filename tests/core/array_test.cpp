#include "optaxx/core/array.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/arena.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/core/borrow.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

bool is_aligned(const void* data, std::size_t bytes = 64) {
  return reinterpret_cast<std::uintptr_t>(data) % bytes == 0;
}

TEST(shape, is_written_as_python_does) {
  EXPECT_EQ(shape{}.text(), "()");
  EXPECT_EQ(shape{3}.text(), "(3,)");
  EXPECT_EQ((shape{3, 4}.text()), "(3, 4)");
}

TEST(shape, of_a_scalar_has_one_element) {
  EXPECT_EQ(shape{}.elements(), 1U);
  EXPECT_EQ((shape{3, 4}.elements()), 12U);
  EXPECT_EQ((shape{3, 0}.elements()), 0U);
}

TEST(shape, is_made_from_integers_of_any_type) {
  const std::vector<float> v(3);
  const unsigned char two = 2;
  const shape s{v.size(), two, 5LL};
  EXPECT_EQ(s.text(), "(3, 2, 5)");
  EXPECT_EQ(shape(s.begin() + 1, s.end()), (shape{2, 5}));
}

// An integer by itself is no shape: array(dtype::f32, 3) might mean a value.
static_assert(!std::is_convertible_v<int, shape> && !std::is_convertible_v<double, extent>);

TEST(shape, refuses_what_no_array_has) {
  EXPECT_THAT(([] {
                shape{2, -1};
              }),
              ThrowsMessage<std::invalid_argument>("shape: the extent -1 is negative"));
  EXPECT_THAT(([] { shape{1, 1, 1, 1, 1, 1, 1, 1, 1}; }),
              ThrowsMessage<std::invalid_argument>("shape: more than 8 axes"));
  EXPECT_THAT(
      ([] {
        shape{std::int64_t{1} << 40, std::int64_t{1} << 40};
      }),
      ThrowsMessage<std::invalid_argument>("shape: (1099511627776, 1099511627776) is too large"));
}

TEST(array, is_empty_by_default) {
  const array a;
  EXPECT_EQ(a.dtype(), dtype::f32);
  EXPECT_EQ(a.shape(), shape{0});
  EXPECT_EQ(a.size(), 0U);
  EXPECT_TRUE(a.owning());
}

TEST(array, begins_as_zeros_in_aligned_memory) {
  for (const std::int64_t n : {1, 15, 1000, 1 << 20}) {
    const array a(dtype::f64, {n});
    EXPECT_TRUE(is_aligned(a.data()));
    EXPECT_THAT(a.values<double>(), testing::Each(0.0));
    EXPECT_TRUE(a.owning());
  }
}

TEST(array, owns_its_padding_if_it_allocated_it) {
  array a(dtype::f32, {3});
  EXPECT_TRUE(a.padded());
  EXPECT_TRUE(array(a).padded());
  const array moved = std::move(a);
  EXPECT_TRUE(moved.padded());
  EXPECT_FALSE(a.padded());
  float memory[3] = {};
  EXPECT_FALSE(borrow(memory, {3}).padded());
  a = borrow(memory, {3});
  EXPECT_FALSE(a.padded());
  EXPECT_TRUE(array(a).padded());
  const auto owner = std::make_shared<std::vector<float>>(3);
  EXPECT_FALSE(array(owner, owner->data(), dtype::f32, {3}).padded());
}

TEST(array, is_made_from_a_number_or_from_numbers) {
  EXPECT_EQ(array(0.5F).dtype(), dtype::f32);
  EXPECT_EQ(array(0.5).dtype(), dtype::f64);
  EXPECT_EQ(array(0.5).shape(), shape{});
  EXPECT_EQ(array(0.5).item(), 0.5);
  const array a{1.0F, 2.0F};
  EXPECT_EQ(a.shape(), shape{2});
  EXPECT_THAT(a.values<float>(), ElementsAre(1.0F, 2.0F));
  EXPECT_THAT((array{1.0, 2.0, 3.0}.values<double>()), ElementsAre(1.0, 2.0, 3.0));
}

static_assert(!std::is_constructible_v<array, int> && !std::is_constructible_v<array, bool>);
static_assert(!std::is_constructible_v<array, const char*> &&
              !std::is_constructible_v<array, std::vector<bool>> &&
              !std::is_constructible_v<array, std::vector<short>>);
// What is the caller's to change is copied only where he says so.
static_assert(std::is_constructible_v<array, std::vector<float>&> &&
              !std::is_convertible_v<std::vector<float>&, array>);
static_assert(std::is_convertible_v<std::vector<float>, array> &&
              std::is_convertible_v<const std::vector<float>&, array>);
static_assert(std::is_nothrow_move_constructible_v<array> &&
              std::is_nothrow_move_assignable_v<array>);

TEST(array, is_made_from_a_vector) {
  std::vector<float> elements{1, 2, 3};
  const array copy(elements);
  EXPECT_EQ(copy, (array{1.0F, 2.0F, 3.0F}));
  EXPECT_NE(copy.data(), elements.data());
  EXPECT_TRUE(copy.padded());
  const float* const memory = elements.data();
  const array moved = std::move(elements);
  EXPECT_EQ(moved, copy);
  EXPECT_EQ(moved.data(), memory);
  EXPECT_TRUE(moved.owning());
  EXPECT_EQ(array(std::vector<double>{0.5}).dtype(), dtype::f64);
  EXPECT_EQ(array(std::vector<std::int32_t>{}).shape(), shape{0});
}

TEST(array, gives_its_elements_only_as_what_they_are) {
  array a{1.0F, 2.0F};
  a.mutable_data<float>()[1] = 3.0F;
  EXPECT_EQ(a.data<float>()[1], 3.0F);
  a.data<float>()[1] = 4.0F;
  const array& constant = a;
  EXPECT_EQ(constant.data<float>()[1], 4.0F);
  static_assert(std::is_same_v<decltype(a.data<float>()), float*> &&
                std::is_same_v<decltype(constant.data<float>()), const float*>);
  EXPECT_THAT([&] { a.data<double>(); },
              ThrowsMessage<std::invalid_argument>("array: the elements are float32, not float64"));
}

TEST(array, gives_the_bits_of_bfloat16_and_float16) {
  array a = array::scalar(dtype::bf16, 1.0);
  EXPECT_EQ(a.data<std::uint16_t>()[0], 0x3f80);
  a.data<std::uint16_t>()[0] = 0x4000;
  EXPECT_EQ(a.item(), 2.0);
  EXPECT_EQ(array::scalar(dtype::f16, 1.0).data<std::uint16_t>()[0], 0x3c00);
  EXPECT_THAT([] { array(1.0F).data<std::uint16_t>(); },
              ThrowsMessage<std::invalid_argument>(
                  "array: the elements are float32, not the 16 bits of bfloat16 or float16"));
}

TEST(array, copies_into_memory_of_its_own) {
  const array a{1.0F, 2.0F};
  const array b = a;
  EXPECT_EQ(a, b);
  EXPECT_NE(a.data(), b.data());
  EXPECT_TRUE(is_aligned(b.data()));
}

TEST(array, moves_without_moving_its_memory) {
  array a{1.0F, 2.0F};
  const void* const data = a.data();
  array b = std::move(a);
  EXPECT_EQ(b.data(), data);
  EXPECT_EQ(a, array());
  EXPECT_EQ(a.shape(), shape{0});
  a = std::move(b);
  EXPECT_EQ(a.data(), data);
  EXPECT_EQ(b, array());
}

TEST(array, survives_assignment_to_itself) {
  array a{1.0F, 2.0F};
  const array& same = a;
  a = same;
  EXPECT_EQ(a, (array{1.0F, 2.0F}));
  a = std::move(const_cast<array&>(same));
  EXPECT_EQ(a, (array{1.0F, 2.0F}));
}

TEST(array, keeps_what_it_adopts_alive) {
  auto owner = std::make_shared<std::vector<float>>(std::vector<float>{1, 2, 3});
  const std::weak_ptr<void> watch = owner;
  float* const data = owner->data();
  array a(std::move(owner), data, dtype::f32, {3});
  EXPECT_EQ(a.data(), data);
  EXPECT_TRUE(a.owning());
  a = array();
  EXPECT_TRUE(watch.expired());
}

TEST(array, has_an_item_if_it_has_one_element) {
  for (const dtype type :
       {dtype::f32, dtype::f64, dtype::bf16, dtype::f16, dtype::i32, dtype::i64, dtype::u32}) {
    array a(type, {1, 1});
    a.set_item(3);
    EXPECT_EQ(a.item(), 3.0) << name_of(type);
  }
  const array two{1.0F, 2.0F};
  EXPECT_THAT([&] { two.item(); }, ThrowsMessage<std::invalid_argument>(
                                       "array: item() of shape (2,), which has 2 elements"));
  EXPECT_THAT([] { array().set_item(1); },
              ThrowsMessage<std::invalid_argument>(
                  "array: set_item() of shape (0,), which has 0 elements"));
}

TEST(array, rounds_an_item_to_its_dtype) {
  EXPECT_EQ(array::scalar(dtype::f32, 0.1).item(), static_cast<double>(0.1F));
  EXPECT_EQ(array::scalar(dtype::bf16, 1.00390625).item(), 1.0);
  EXPECT_EQ(array::scalar(dtype::bf16, 0.1).item(), 0.10009765625);
  EXPECT_EQ(array::scalar(dtype::f16, 0.1).item(), 0.0999755859375);
  EXPECT_EQ(array::scalar(dtype::f16, 1e6).item(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(array::scalar(dtype::boolean, 0.5).item(), 1.0);
}

TEST(array, of_bools_is_true_at_any_byte_but_zero) {
  std::array<unsigned char, 3> bytes{0, 1, 48};
  const array a = array::view(bytes.data(), dtype::boolean, {3}, false);
  EXPECT_EQ(astype(a, dtype::f32), (array{0.0F, 1.0F, 1.0F}));
  EXPECT_EQ(array::view(&bytes[2], dtype::boolean, {}, false).item(), 1.0);
}

TEST(array, keeps_an_integer_item_within_its_range) {
  EXPECT_EQ(array::scalar(dtype::i32, -2.9).item(), -2.0);
  EXPECT_EQ(array::scalar(dtype::i32, 1e10).item(), 2147483647.0);
  EXPECT_EQ(array::scalar(dtype::i32, -1e10).item(), -2147483648.0);
  EXPECT_EQ(array::scalar(dtype::u32, -1).item(), 0.0);
  EXPECT_EQ(array::scalar(dtype::i64, 1e30).data<std::int64_t>()[0],
            std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(array::scalar(dtype::i32, std::nan("")).item(), 0.0);
}

TEST(array, equals_another_of_the_same_dtype_shape_and_values) {
  EXPECT_EQ((array{1.0F, 2.0F}), (array{1.0F, 2.0F}));
  EXPECT_NE((array{1.0F, 2.0F}), (array{1.0F, 3.0F}));
  EXPECT_NE((array{1.0F, 2.0F}), (array{1.0, 2.0}));
  EXPECT_NE(array(dtype::f32, {2, 3}), array(dtype::f32, {3, 2}));
  EXPECT_EQ(array(dtype::f32, {0, 3}), array(dtype::f32, {0, 3}));
  EXPECT_NE(array(dtype::f32, {0, 3}), array(dtype::f32, {0, 4}));
  EXPECT_NE(array::scalar(dtype::i32, 1), array::scalar(dtype::i32, 2));
}

TEST(array, equality_holds_nan_equal_to_nan_and_zero_to_minus_zero) {
  for (const dtype type : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16}) {
    const double nan = std::nan("");
    EXPECT_EQ(array::scalar(type, nan), array::scalar(type, -nan)) << name_of(type);
    EXPECT_EQ(array::scalar(type, 0.0), array::scalar(type, -0.0)) << name_of(type);
    EXPECT_NE(array::scalar(type, nan), array::scalar(type, 0.0)) << name_of(type);
    EXPECT_NE(array::scalar(type, 1.0), array::scalar(type, -1.0)) << name_of(type);
    EXPECT_NE(array::scalar(type, INFINITY), array::scalar(type, nan)) << name_of(type);
  }
}

TEST(array, equality_sees_subnormal_values) {
  EXPECT_NE(array(1e-40F), array(0.0F));
  EXPECT_NE(array(1e-40F), array(2e-40F));
}

TEST(allocate, gives_nothing_for_nothing) { EXPECT_EQ(detail::allocate(0), nullptr); }

TEST(allocate, lays_large_blocks_at_different_offsets_of_a_page) {
  constexpr std::size_t bytes = std::size_t{4} << 20;
  std::vector<std::shared_ptr<void>> blocks;
  std::vector<std::uintptr_t> offsets;
  for (int i = 0; i < 4; ++i) {
    blocks.push_back(detail::allocate(bytes));
    EXPECT_TRUE(is_aligned(blocks.back().get()));
    const auto* const last = static_cast<const char*>(blocks.back().get()) + bytes - 1;
    EXPECT_EQ(*last, 0);
    offsets.push_back(reinterpret_cast<std::uintptr_t>(last) % 4096);
  }
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(offsets[i], offsets[j]);
  }
}

}  // namespace
