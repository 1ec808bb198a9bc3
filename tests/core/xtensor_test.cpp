#include "optaxx/xtensor.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/tree.hpp"

#if __has_include(<xtensor/views/xview.hpp>)
#include <xtensor/views/xview.hpp>
#else
#include <xtensor/xview.hpp>
#endif

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

using matrix = xt::xarray<float>;
using columns = xt::xarray<float, xt::layout_type::column_major>;
using view = decltype(xt::view(std::declval<matrix&>(), 0));
using sum = decltype(std::declval<matrix&>() + std::declval<matrix&>());

TEST(xtensor, moved_into_a_tree_keeps_its_memory) {
  matrix w{{1, 2, 3}, {4, 5, 6}};
  xt::xtensor<double, 1> b{1, 2};
  const void* const data[] = {b.data(), w.data()};
  const tree t{{"w", std::move(w)}, {"b", std::move(b)}};
  EXPECT_EQ(t["b"].leaf().data(), data[0]);
  EXPECT_EQ(t["w"].leaf().data(), data[1]);
  EXPECT_EQ(t["w"].leaf().shape(), (shape{2, 3}));
  EXPECT_THAT(t["w"].leaf().values<float>(), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(t["b"].leaf().dtype(), dtype::f64);
  EXPECT_TRUE(t["w"].leaf().owning());
}

TEST(xtensor, that_is_an_lvalue_is_copied) {
  const matrix w{{1, 2}, {3, 4}};
  const array a(w);
  EXPECT_NE(a.data(), w.data());
  EXPECT_THAT(a.values<float>(), ElementsAre(1, 2, 3, 4));
}

TEST(xtensor, of_every_rank_and_size_becomes_an_array) {
  EXPECT_EQ(array(matrix(3.0F)).shape(), shape{});
  EXPECT_EQ(array(matrix(3.0F)).item(), 3.0);
  EXPECT_EQ(array(matrix::from_shape({0, 3})).shape(), (shape{0, 3}));
  EXPECT_EQ(array(xt::xarray<bool>{true, false}).dtype(), dtype::boolean);
  EXPECT_EQ(array(xt::xarray<std::int32_t>{1, 2}).dtype(), dtype::i32);
}

static_assert(std::is_constructible_v<tree, matrix> &&
              std::is_constructible_v<tree, const matrix&>);
static_assert(!std::is_constructible_v<tree, view> && !std::is_constructible_v<tree, sum>);
static_assert(!std::is_constructible_v<array, view> && !std::is_constructible_v<array, sum>);
static_assert(!std::is_constructible_v<array, xt::xarray<signed char>>);

TEST(xtensor, by_columns_is_refused) {
  EXPECT_THAT(([] {
                array(columns{{1, 2}, {3, 4}});
              }),
              ThrowsMessage<std::invalid_argument>("array: a column-major container of two axes or "
                                                   "more; assign it to a row-major one first"));
  columns w{{1, 2}, {3, 4}};
  EXPECT_THROW(array{w}, std::invalid_argument);
  EXPECT_THROW(borrow(w), std::invalid_argument);
  EXPECT_EQ(array(columns{1, 2}).size(), 2U);
  xt::xarray<float, xt::layout_type::dynamic> either({2, 2}, xt::layout_type::column_major);
  EXPECT_THROW(array{either}, std::invalid_argument);
  either.resize({2, 2}, xt::layout_type::row_major);
  EXPECT_EQ(array(either).shape(), (shape{2, 2}));
}

TEST(xtensor, borrowed_is_changed_in_place) {
  matrix w{{1, 2}, {3, 4}};
  tree t{{"w", borrow(w)}};
  EXPECT_EQ(t["w"].leaf().data(), w.data());
  as<float>(t["w"])(1, 0) = 7;
  EXPECT_EQ(w(1, 0), 7.0F);
  xt::xtensor<double, 2> v{{1, 2}};
  EXPECT_EQ(borrow(v).data(), v.data());
}

TEST(xtensor, borrowed_as_const_is_only_read) {
  const matrix w{1, 2};
  array a = borrow(w);
  EXPECT_FALSE(a.writable());
  EXPECT_THROW(as<float>(a), std::invalid_argument);
  EXPECT_EQ(as<float>(std::as_const(a))(1), 2.0F);
}

template <class Container>
concept can_be_borrowed = requires(Container&& c) {
  borrow(std::forward<Container>(c));
};
static_assert(can_be_borrowed<matrix&> && can_be_borrowed<const matrix&>);
static_assert(!can_be_borrowed<matrix> && !can_be_borrowed<const matrix>);
static_assert(!can_be_borrowed<view> && !can_be_borrowed<view&> && !can_be_borrowed<sum&>);

TEST(as, is_an_expression_over_the_elements) {
  tree t{{"w", matrix{{1, 2}, {3, 4}}}};
  as<float>(t["w"]) *= 2;
  const tree& constant = t;
  const matrix twice = as<float>(constant["w"]) + as<float>(t["w"]);
  EXPECT_EQ(twice, (matrix{{4, 8}, {12, 16}}));
  EXPECT_EQ(as<float>(t["w"].leaf()).dimension(), 2U);
}

TEST(as, of_an_empty_array_has_no_elements) {
  array a;
  EXPECT_EQ(as<float>(a).size(), 0U);
  EXPECT_EQ(as<float>(a).dimension(), 1U);
}

TEST(as, refuses_another_dtype) {
  array a{1.0F};
  EXPECT_THROW(as<double>(a), std::invalid_argument);
}

template <class Array>
concept is_seen = requires(Array&& a) {
  as<float>(std::forward<Array>(a));
};
static_assert(is_seen<array&> && is_seen<const array&> && is_seen<tree_ref> &&
              is_seen<const_tree_ref>);
static_assert(!is_seen<array> && !is_seen<matrix>);

}  // namespace
