#include "optaxx/combinators/conditionally_mask.hpp"

#include <gmock/gmock.h>

#include "optaxx/transforms/trace.hpp"

namespace {

using namespace optaxx;

bool odd(step_t n) { return n % 2 == 1; }

TEST(conditionally_mask, gives_zeros_where_the_condition_does_not_hold) {
  const transformation tx = conditionally_mask(trace(0.5), odd);
  const tree grads = array{1.0F, 2.0F};
  const tree zeros = array{0.0F, 0.0F};
  opt_state state = tx.init(grads);
  EXPECT_EQ(state.structure()->text(),
            "ConditionallyMaskState(step=*, inner_state=TraceState(trace=*))");
  EXPECT_EQ(tx.update(grads, state), zeros);
  EXPECT_EQ(state["inner_state"]["trace"], zeros);
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(tx.update(grads, state), zeros);
  EXPECT_EQ(state["inner_state"]["trace"], grads);
  EXPECT_EQ(tx.update(grads, state), tree(array{1.5F, 3.0F}));
  EXPECT_EQ(state["step"].leaf().item(), 4);
}

TEST(conditionally_mask, describes_itself) {
  EXPECT_EQ(describe(conditionally_mask(trace(0.5), odd, {.forward_extra_args = true})),
            "optax.conditionally_mask(inner=optax.trace(decay=0.5), "
            "should_transform_fn=should_transform_fn, forward_extra_args=True)");
}

}  // namespace
