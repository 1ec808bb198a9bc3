#include "optaxx/transforms/scale_by_sm3.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/masked.hpp"
#include "optaxx/tree_utils/tree_get.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(scale_by_sm3, keeps_an_array_for_each_axis) {
  const tree params{{"b", array(dtype::f32, {3})}, {"w", array(dtype::f32, {2, 4})}};
  const opt_state state = scale_by_sm3().init(params);
  EXPECT_EQ(state.structure()->text(),
            "ScaleBySM3State(mu={'b': [*], 'w': [*, *]}, nu={'b': *, 'w': *})");
  EXPECT_EQ(tree_get(state, "mu")["w"][0].leaf().shape(), shape{2});
  EXPECT_EQ(tree_get(state, "mu")["w"][1].leaf().shape(), shape{4});
}

// Of the sums 1, 4 and 9, 16 in rows the largest are 4, 16 in rows and 9, 16 in columns.
TEST(scale_by_sm3, keeps_the_largest_sums_of_rows_and_columns) {
  array g(dtype::f32, {2, 2});
  for (std::size_t i = 0; i < 4; ++i) g.mutable_data<float>()[i] = static_cast<float>(i + 1);
  const transformation tx = scale_by_sm3(0.0, 1.0, 0.0);
  opt_state state = tx.init(g);
  EXPECT_THAT(tx.update(g, state).leaf().values<float>(), ElementsAre(1.0F, 1.0F, 1.0F, 1.0F));
  const auto along = [&](std::size_t axis) {
    const tree mu = tree_get(state, "mu");
    const auto values = mu[axis].leaf().values<float>();
    return std::vector<float>(values.begin(), values.end());
  };
  EXPECT_THAT(along(0), ElementsAre(4.0F, 16.0F));
  EXPECT_THAT(along(1), ElementsAre(9.0F, 16.0F));
  tx.update(g, state);  // 1 + 4, 4 + 4, 9 + 9, 16 + 16
  EXPECT_THAT(along(0), ElementsAre(8.0F, 32.0F));
  EXPECT_THAT(along(1), ElementsAre(18.0F, 32.0F));
}

TEST(scale_by_sm3, has_a_sum_for_an_array_without_axes) {
  const transformation tx = scale_by_sm3(0.0, 1.0, 0.0);
  opt_state state = tx.init(array(3.0F));
  tx.update(array(3.0F), state);
  EXPECT_EQ(tx.update(array(4.0F), state).leaf().item(), 0.8F);
}

TEST(scale_by_sm3, has_its_arrays_behind_a_mask) {
  const tree params{{"b", array{1.0F}}, {"s", array{2.0F, 3.0F}}, {"w", array{4.0F}}};
  const transformation tx = masked(scale_by_sm3(0.0, 1.0, 0.0), paths("s", "w"));
  opt_state state = tx.init(params);
  const tree updates = tx.update(params, state);
  EXPECT_THAT(updates["s"].leaf().values<float>(), ElementsAre(1.0F, 1.0F));
  EXPECT_THAT(updates["w"].leaf().values<float>(), ElementsAre(1.0F));
  EXPECT_THAT(tree_get(state, "mu")["s"][0].leaf().values<float>(), ElementsAre(4.0F, 9.0F));
  EXPECT_THAT(tree_get(state, "mu")["w"][0].leaf().values<float>(), ElementsAre(16.0F));
}

}  // namespace
