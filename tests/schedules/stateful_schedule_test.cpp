#include "optaxx/schedules/stateful_schedule.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "optaxx/combinators/inject_hyperparams.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/recipe/recipe.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/transforms/scale.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

// Halves its value after each step with a loss above 1.
struct halved_by_loss final : stateful_schedule {
  tree init() const override { return tree{{"rate", array(1.0F)}}; }
  tree update(const tree& state, const extra_args& extra) const override {
    const double rate = state["rate"].leaf().item();
    if (extra.value.value_or(0) < 0) throw std::runtime_error("no");
    return tree{{"rate", array(static_cast<float>(extra.value.value_or(0) > 1 ? rate / 2 : rate))}};
  }
  number at(const tree& state, const extra_args&) const override {
    return state["rate"].leaf().item();
  }
};

TEST(stateful_schedule, keeps_its_state_among_the_hyperparameters) {
  const transformation tx =
      inject_hyperparams(scale)({.step_size = 0.0}, {{"step_size", halved_by_loss()}});
  const tree grads = array{8.0F};
  opt_state state = tx.init(grads);
  EXPECT_EQ(state.structure()->text(),
            "InjectStatefulHyperparamsState(count=*, hyperparams={'step_size': *}, "
            "hyperparams_states={'step_size': {'rate': *}}, inner_state=EmptyState())");
  EXPECT_EQ(state["hyperparams"]["step_size"].leaf(), array(1.0F));
  EXPECT_EQ(tx.update(grads, state, grads, {.value = 2.0}), tree(array{8.0F}));
  EXPECT_EQ(state["hyperparams"]["step_size"].leaf(), array(1.0F));
  EXPECT_EQ(tx.update(grads, state, grads, {.value = 2.0}), tree(array{4.0F}));
  EXPECT_EQ(tx.update(grads, state, grads, {.value = 0.5}), tree(array{2.0F}));
  EXPECT_EQ(tx.update(grads, state, grads), tree(array{2.0F}));
  EXPECT_THROW(tx.update(grads, state, grads, {.value = -1.0}), std::runtime_error);
  EXPECT_EQ(state["count"].leaf().item(), 4);
  EXPECT_EQ(describe(tx), "optax.inject_hyperparams(optax.scale)(step_size=schedule)");
}

TEST(stateful_schedule, has_the_name_of_a_number) {
  EXPECT_THAT(
      [] {
        inject_hyperparams(scale)({.step_size = 0.0}, {{"rate", halved_by_loss()}});
      },
      ThrowsMessage<std::invalid_argument>("inject_hyperparams: optax.scale has no numeric option "
                                           "'rate' that is set, it has 'step_size'"));
}

TEST(wrapped_schedule, is_what_a_schedule_is_under_inject_hyperparams) {
  const schedule falling = linear_schedule(1.0, 0.0, 4);
  const wrapped_schedule wrapped(falling);
  tree state = wrapped.init();
  EXPECT_EQ(state.structure()->text(), "WrappedScheduleState(count=*)");
  EXPECT_EQ(wrapped.at(state, {}), number(falling.at(0, false)));
  state = wrapped.update(state, {});
  EXPECT_EQ(wrapped.at(state, {}).value(), 0.75);

  const auto made = [&](const injected_schedule& s) {
    return inject_stateful_hyperparams(sgd)({.learning_rate = 0.1}, {{"learning_rate", s}});
  };
  EXPECT_EQ(describe(made(wrapped)), describe(made(falling)));
  EXPECT_EQ(made(wrapped).init(tree(array{1.0F})), made(falling).init(tree(array{1.0F})));
  EXPECT_EQ(
      describe(recipe("optax.inject_stateful_hyperparams(optax.sgd)(learning_rate="
                      "optax.schedules.WrappedSchedule(optax.linear_schedule(1.0, 0.0, 4)))")),
      describe(inject_hyperparams(sgd)({.learning_rate = falling})));
}

}  // namespace
