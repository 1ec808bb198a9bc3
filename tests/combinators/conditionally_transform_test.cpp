#include "optaxx/combinators/conditionally_transform.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "optaxx/recipe/recipe.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/trace.hpp"

namespace {

using namespace optaxx;

bool odd(step_t n) { return n % 2 == 1; }

TEST(conditionally_transform, hands_updates_on_where_the_condition_does_not_hold) {
  const transformation tx = conditionally_transform(trace(0.5), odd);
  const tree grads = array{1.0F, 2.0F};
  opt_state state = tx.init(grads);
  EXPECT_EQ(state.structure()->text(),
            "ConditionallyTransformState(inner_state=TraceState(trace=*), step=*)");
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(state["inner_state"]["trace"], tree(array{0.0F, 0.0F}));
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(tx.update(grads, state), tree(array{1.5F, 3.0F}));
  EXPECT_EQ(state["step"].leaf().item(), 4);
}

TEST(conditionally_transform, gives_the_condition_what_is_forwarded) {
  const condition high = [](step_t, const extra_args& extra) {
    return extra.value.value_or(1) > 0.5;
  };
  const tree grads = array{1.0F};
  for (const bool forwards : {true, false}) {
    const transformation tx =
        conditionally_transform(scale(2.0), high, {.forward_extra_args = forwards});
    opt_state state = tx.init(grads);
    EXPECT_EQ(tx.update(grads, state, grads, {.value = 1.0}), tree(array{2.0F}));
    EXPECT_EQ(tx.update(grads, state, grads, {.value = 0.25}), tree(array{forwards ? 1.0F : 2.0F}));
  }
}

TEST(conditionally_transform, changes_nothing_where_the_condition_throws) {
  const transformation tx = conditionally_transform(trace(0.5), [](step_t n) -> bool {
    if (n == 1) throw std::runtime_error("no");
    return true;
  });
  const tree grads = array{1.0F};
  opt_state state = tx.init(grads);
  tx.update(grads, state);
  EXPECT_THROW(tx.update(grads, state), std::runtime_error);
  EXPECT_EQ(state["step"].leaf().item(), 1);
  EXPECT_EQ(state["inner_state"]["trace"], tree(array{1.0F}));
}

TEST(conditionally_transform, reads_a_condition_of_the_loss_in_a_recipe) {
  const transformation tx = recipe(
      "optax.conditionally_mask(optax.scale(2.0), lambda step, value, **_: value > 0.5, "
      "forward_extra_args=True)");
  const tree grads = array{1.0F};
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state, grads, {.value = 1.0}), tree(array{2.0F}));
  EXPECT_EQ(tx.update(grads, state, grads, {.value = 0.25}), tree(array{0.0F}));
}

TEST(conditionally_transform, describes_itself) {
  EXPECT_EQ(describe(conditionally_transform(scale(2.0), odd)),
            "optax.conditionally_transform(inner=optax.scale(step_size=2.0), "
            "should_transform_fn=should_transform_fn)");
  EXPECT_EQ(describe(recipe("optax.conditionally_transform(optax.scale(2.0), lambda n: n < 3)")),
            "optax.conditionally_transform(inner=optax.scale(step_size=2.0), "
            "should_transform_fn=lambda n: n < 3)");
}

}  // namespace
