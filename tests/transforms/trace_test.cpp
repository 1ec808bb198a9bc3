#include "optaxx/transforms/trace.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(trace, takes_options_by_position_or_keyword) {
  EXPECT_EQ(describe(trace(0.9)), "optax.trace(decay=0.9)");
  EXPECT_EQ(describe(trace(0.9, {.nesterov = true})), "optax.trace(decay=0.9, nesterov=True)");
  EXPECT_EQ(describe(trace({.decay = 0.9, .nesterov = true, .accumulator_dtype = dtype::f32})),
            "optax.trace(decay=0.9, nesterov=True, accumulator_dtype=jnp.float32)");
}

TEST(trace, keeps_a_tree_like_the_parameters) {
  const opt_state state = trace(0.9).init({{"b", 1.0F}, {"w", array{1.0F, 2.0F}}});
  EXPECT_EQ(state.structure()->text(), "TraceState(trace={'b': *, 'w': *})");
  EXPECT_EQ(state["trace"]["w"].leaf(), array(dtype::f32, {2}));
}

TEST(trace, sums_updates_that_fade) {
  opt_state state = trace(0.5).init(array{0.0F});
  for (const float expected : {1.0F, 1.5F, 1.75F}) {
    EXPECT_THAT(trace(0.5).update(array{1.0F}, state).leaf().values<float>(),
                ElementsAre(expected));
    EXPECT_THAT(state["trace"].leaf().values<float>(), ElementsAre(expected));
  }
}

TEST(trace, with_nesterov_looks_one_step_ahead) {
  const transformation tx = trace(0.5, {.nesterov = true});
  opt_state state = tx.init(array{0.0F});
  for (const float expected : {1.5F, 1.75F, 1.875F}) {
    EXPECT_THAT(tx.update(array{1.0F}, state).leaf().values<float>(), ElementsAre(expected));
  }
  EXPECT_THAT(state["trace"].leaf().values<float>(), ElementsAre(1.75F));
}

TEST(trace, keeps_its_sum_in_another_type_if_asked) {
  const opt_state state = trace(0.9, {.accumulator_dtype = dtype::f32}).init(array{1.0});
  EXPECT_EQ(state["trace"].leaf().dtype(), dtype::f32);
}

TEST(trace, with_decay_zero_keeps_the_last_update) {
  opt_state state = trace(0.0).init(array{0.0F});
  trace(0.0).update(array{1.0F}, state);
  EXPECT_THAT(trace(0.0).update(array{3.0F}, state).leaf().values<float>(), ElementsAre(3.0F));
  EXPECT_THAT(state["trace"].leaf().values<float>(), ElementsAre(3.0F));
}

}  // namespace
