// Parameters, gradients and state below float32.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optaxx/optaxx.hpp>
#include <stdexcept>
#include <vector>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

template <class Small>
array small(std::vector<float> values) {
  array a(dtype_of<Small>, {static_cast<std::int64_t>(values.size())});
  for (std::size_t i = 0; i < values.size(); ++i) a.mutable_data<Small>()[i] = Small(values[i]);
  return a;
}
array bf16(std::vector<float> values) { return small<bfloat16>(std::move(values)); }
array f16(std::vector<float> values) { return small<float16>(std::move(values)); }

template <class Small>
std::vector<float> floats(const array& a) {
  const auto values = a.values<Small>();
  return {values.begin(), values.end()};
}

TEST(narrow, numbers_are_rounded_to_the_dtype_first) {
  opt_state state = scale(0.1).init(bf16({3}));
  // bfloat16(0.1) is 0.10009765625; three of it, 0.30029296875, lie nearest to 0.30078125.
  EXPECT_EQ(scale(0.1).update(bf16({3}), state), tree(bf16({0.30078125F})));
}

TEST(narrow, a_step_rounds_once_where_it_stores) {
  tree params = bf16({1});
  const transformation tx = scale(1.0);
  opt_state state = tx.init(params);
  tx.step(bf16({0x1p-8F}), state, params);  // half-way, to even
  EXPECT_EQ(params, tree(bf16({1})));
  tx.step(bf16({0x1.02p-8F}), state, params);
  EXPECT_EQ(params, tree(bf16({1.0078125F})));
}

TEST(narrow, float16_keeps_subnormal_numbers) {
  const transformation tx = scale(0.5);
  opt_state state = tx.init(f16({0, 0}));
  const tree updates = tx.update(f16({0x1p-20F, 0x1p-24F}), state);
  EXPECT_THAT(floats<float16>(updates.leaf()), ElementsAre(0x1p-21F, 0));  // 2^-25 is half-way
}

TEST(narrow, zero_gradients_in_float16_make_no_nan) {
  tree params = f16({1, -2});
  const transformation tx = adam(0.1);  // its eps would be zero in float16
  opt_state state = tx.init(params);
  tx.step(f16({0, 0}), state, params);
  EXPECT_EQ(params, tree(f16({1, -2})));
}

TEST(narrow, a_float32_moment_makes_float32_updates) {
  const tree params = bf16({1, 2});
  const transformation tx = trace(0.5, {.accumulator_dtype = dtype::f32});
  opt_state state = tx.init(params);
  tx.update(bf16({1, 3}), state);
  const tree updates = tx.update(bf16({0x1p-9F, 0}), state);
  EXPECT_THAT(updates.leaf().values<float>(), ElementsAre(0.501953125F, 1.5F));
  tree applied = params;
  apply_updates(applied, updates);
  EXPECT_EQ(applied, tree(bf16({1.5F, 3.5F})));
}

TEST(narrow, gradients_may_be_wider_than_parameters) {
  tree params = bf16({1});
  const transformation tx = scale(-0.5);
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(array{0.0625F}, state, params), tree(array{-0.03125F}));
  tx.step(array{0.0625F}, state, params);
  EXPECT_EQ(params, tree(bf16({0.96875F})));
}

TEST(narrow, gradients_may_be_narrower_than_parameters) {
  tree params = array{1.0F};
  const transformation tx = scale(-0.5);
  opt_state state = tx.init(params);
  tx.step(bf16({0x1p-12F}), state, params);
  EXPECT_EQ(params, tree(array{1.0F - 0x1p-13F}));
}

TEST(narrow, an_update_in_place_changes_its_dtype_if_it_must) {
  const transformation tx = trace(0.5, {.accumulator_dtype = dtype::f32});
  opt_state state = tx.init(bf16({1}));
  EXPECT_EQ(tx.update(tree(bf16({3})), state), tree(array{3.0F}));
}

TEST(narrow, float64_does_not_mix) {
  const transformation tx = scale(1.0);
  opt_state state = tx.init(array{1.0F});
  EXPECT_THAT([&] { tx.update(array{1.0}, state); },
              ThrowsMessage<tree_mismatch>("scale: updates is float64, params is float32"));
  EXPECT_THAT(
      [] {
        trace(0.5, {.accumulator_dtype = dtype::f64}).init(tree{{"a", bf16({1})}, {"b", 1.0}});
      },
      testing::Throws<std::invalid_argument>());
}

TEST(narrow, a_norm_is_rounded_like_its_terms) {
  // (1 + 2^-7)^2 is 1.015625 in bfloat16, three of it 3.046875, the root of that 1.7421875.
  EXPECT_EQ(global_norm(bf16({1.0078125F, 1.0078125F, 1.0078125F})), 1.7421875);
  // Leaf sums are added in the wider of their dtypes.
  EXPECT_EQ(global_norm(tree{{"a", bf16({1.0078125F})}, {"b", array{0x1p-6F}}}),
            static_cast<double>(std::sqrt(1.015625F + 0x1p-12F)));
  EXPECT_EQ(global_norm(tree{{"a", bf16({1})}, {"b", f16({0x1p-6F})}}),
            static_cast<double>(std::sqrt(1.0F + 0x1p-12F)));
}

}  // namespace
