#include "optaxx/extra/cautious.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/extra/mars.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/lion.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/wrappers.hpp"

namespace {

using namespace optaxx;

TEST(cautious, has_the_updates_of_the_formula) {
  support::expect_updates_of("numpy_cautious", cautious(adam(0.1)));
  support::expect_updates_of("numpy_cautious_floored",
                             cautious(adam(0.1, {.b1 = 0.5, .b2 = 0.75}), {.eps = 0.75}));
}

TEST(cautious, has_the_updates_of_pytorch_optimizer) {
  support::expect_updates_of("torch_cautious_lion", cautious(lion(0.1, {.weight_decay = 0.0})));
  support::expect_updates_of("torch_cautious_mars",
                             cautious(mars(adam(0.1, {.b1 = 0.95, .b2 = 0.99, .eps = 0.0}))));
}

const transformation heavy_ball = cautious(chain(trace(1.0), scale(-1.0)));

TEST(cautious, keeps_what_goes_downhill) {
  const tree params = array{0.0F, 0.0F, 0.0F, 0.0F};
  opt_state state = heavy_ball.init(params);
  EXPECT_EQ(heavy_ball.update(array{1.0F, 1.0F, -2.0F, 0.0F}, state),
            tree(array{-1.0F / 0.75F, -1.0F / 0.75F, 2.0F / 0.75F, -0.0F}));
  // The sums are 0.5, 2, -1 and 1: one goes against its gradient, one has none.
  EXPECT_EQ(heavy_ball.update(array{-0.5F, 1.0F, 1.0F, 1.0F}, state),
            tree(array{-0.0F, -4.0F, 0.0F, -2.0F}));
  EXPECT_EQ(state["grads"], tree(array{-0.5F, 1.0F, 1.0F, 1.0F}));
}

TEST(cautious, looks_at_signs_where_a_product_would_underflow) {
  const transformation tx = cautious(scale(-1e-10));
  const tree params = array{0.0F, 0.0F};
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(array{1e-20F, -1e-20F}, state),
            tree(array{-1e-10F * 1e-20F, 1e-10F * 1e-20F}));
}

// As in PyTorch: 0 times NaN.
TEST(cautious, does_not_hide_a_nan) {
  const transformation tx = cautious(scale(-1.0));
  const tree params = array{0.0F};
  opt_state state = tx.init(params);
  const tree updates = tx.update(array{std::numeric_limits<float>::quiet_NaN()}, state);
  EXPECT_TRUE(std::isnan(updates.leaf().data<float>()[0]));
}

// Not by a count that would overflow a float16, nor by one that ends at 256 as bfloat16's may.
TEST(cautious, takes_the_share_of_a_large_leaf_of_any_dtype) {
  const transformation tx = cautious(scale(-1.0));
  constexpr std::int64_t n = 80000;
  for (const dtype type : {dtype::f16, dtype::bf16, dtype::f32, dtype::f64}) {
    array all(dtype::f32, {n});
    for (std::int64_t i = 0; i < n; ++i) all.mutable_data<float>()[i] = i % 2 == 0 ? 1.0F : 0.0F;
    const tree grads = astype(all, type);
    opt_state state = tx.init(grads);
    const array updates = astype(tx.update(grads, state).leaf(), dtype::f32);
    EXPECT_EQ(updates.data<float>()[0], -2.0F) << name_of(type);
    EXPECT_EQ(updates.data<float>()[1], 0.0F) << name_of(type);
  }
}

}  // namespace
