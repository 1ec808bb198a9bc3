#include "optaxx/transforms/unitwise_norm.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/core/tree.hpp"
#include "optaxx/tree_utils/global_norm.hpp"

namespace {

using namespace optaxx;
using testing::Each;
using testing::ElementsAre;
using testing::ThrowsMessage;

array of(shape s, float first = 1.0F, float step = 0.0F) {
  array a(dtype::f32, s);
  for (std::size_t i = 0; i < a.size(); ++i)
    a.mutable_data<float>()[i] = first + step * static_cast<float>(i);
  return a;
}

TEST(unitwise_norm, takes_vectors_and_scalars_whole) {
  EXPECT_THAT(unitwise_norm(array{3.0F, 4.0F}).values<float>(), ElementsAre(5.0F, 5.0F));
  EXPECT_THAT(unitwise_norm(array(-2.0F)).values<float>(), ElementsAre(2.0F));
  EXPECT_THAT(unitwise_norm(of({1, 4})).values<float>(), Each(2.0F));
  EXPECT_THAT(unitwise_norm(of({4, 1, 1})).values<float>(), Each(2.0F));
}

TEST(unitwise_norm, goes_by_the_rank_as_optax_does) {
  EXPECT_THAT(unitwise_norm(of({4, 3})).values<float>(), Each(2.0F));
  EXPECT_THAT(unitwise_norm(of({4, 9, 3})).values<float>(), Each(2.0F));
  EXPECT_THAT(unitwise_norm(of({3, 3, 4, 2})).values<float>(), Each(6.0F));
  EXPECT_THAT(unitwise_norm(of({2, 2, 3, 3, 2})).values<float>(), Each(6.0F));
  EXPECT_THAT(
      [] {
        unitwise_norm(of({2, 2, 2, 2, 2, 2}));
      },
      ThrowsMessage<std::invalid_argument>(
          "unitwise_norm: an array of more than five axes needs an axis, got shape (2, 2, "
          "2, 2, 2, 2)"));
}

TEST(unitwise_norm, keeps_apart_what_is_not_summed) {
  array a = of({2, 2});
  a.mutable_data<float>()[0] = 3.0F;  // 3 1
  a.mutable_data<float>()[2] = 4.0F;  // 4 1
  a.mutable_data<float>()[1] = 0.0F;
  EXPECT_THAT(unitwise_norm(a).values<float>(), ElementsAre(5.0F, 1.0F, 5.0F, 1.0F));
  EXPECT_THAT(unitwise_norm(a, 1).values<float>(),
              ElementsAre(3.0F, 3.0F, std::sqrt(17.0F), std::sqrt(17.0F)));
}

TEST(unitwise_norm, sums_along_any_axes) {
  EXPECT_THAT(unitwise_norm(of({4, 9, 3}), axes{0, 1}).values<float>(), Each(6.0F));
  EXPECT_THAT(unitwise_norm(of({4, 9, 4}), axes{0, -1}).values<float>(), Each(4.0F));
  EXPECT_THAT(unitwise_norm(of({4, 9, 3}), 1).values<float>(), Each(3.0F));
  EXPECT_THAT(
      [] {
        unitwise_norm(of({4, 9}), 2);
      },
      ThrowsMessage<std::invalid_argument>(
          "unitwise_norm: axis 2 does not fit an array of shape (4, 9)"));
  EXPECT_THAT(
      [] {
        unitwise_norm(of({4, 9}), axes{1, -1});
      },
      ThrowsMessage<std::invalid_argument>(
          "unitwise_norm: axis (1, -1) does not fit an array of shape (4, 9)"));
}

// The order of the additions is that of a norm over the same elements as a leaf.
TEST(unitwise_norm, has_the_bits_of_a_norm_of_the_unit) {
  const std::int64_t rows = 4097 + 31;
  const array a = of({rows, 35}, 0.1F, 1e-3F);
  const array along_rows = unitwise_norm(a);
  const array along_columns = unitwise_norm(a, 1);
  for (const std::size_t column : {0UL, 31UL, 32UL, 34UL}) {
    array unit(dtype::f32, {rows});
    for (std::size_t i = 0; i < unit.size(); ++i)
      unit.mutable_data<float>()[i] = a.data<float>()[i * 35 + column];
    EXPECT_EQ(static_cast<double>(along_rows.data<float>()[column]), global_norm(unit));
  }
  for (const std::size_t row : {0UL, 4127UL}) {
    const array unit = borrow(a.data<float>() + row * 35, {35});
    EXPECT_EQ(static_cast<double>(along_columns.data<float>()[row * 35 + 3]), global_norm(unit));
  }
  EXPECT_EQ(static_cast<double>(unitwise_norm(a, axes{0, 1}).data<float>()[77]), global_norm(a));
}

}  // namespace
