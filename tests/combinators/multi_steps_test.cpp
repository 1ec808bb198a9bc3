#include "optaxx/combinators/multi_steps.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/schedules/constant_schedule.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_schedule.hpp"
#include "optaxx/tree_utils/apply_updates.hpp"
#include "optaxx/tree_utils/tree_get.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(multi_steps, describes_itself_under_either_name) {
  EXPECT_EQ(describe(MultiSteps(scale(2), 3)),
            "optax.MultiSteps(opt=optax.scale(step_size=2), every_k_schedule=3)");
  EXPECT_EQ(describe(multi_steps(scale(2), 3)), describe(MultiSteps(scale(2), 3)));
  EXPECT_EQ(
      describe(MultiSteps(
          {.opt = scale(2), .every_k_schedule = [](step_t) { return 2; }, .use_grad_mean = false})),
      "optax.MultiSteps(opt=optax.scale(step_size=2), every_k_schedule=every_k_schedule, "
      "use_grad_mean=False)");
}

TEST(multi_steps, keeps_two_counts_the_inner_state_and_the_accumulator) {
  EXPECT_EQ(MultiSteps(adam(0.1), 2).init(array{1.0F}).structure()->text(),
            "MultiStepsState(mini_step=*, gradient_step=*, inner_opt_state=(ScaleByAdamState("
            "count=*, mu=*, nu=*), EmptyState()), acc_grads=*, skip_state=())");
}

TEST(multi_steps, accumulates_in_float32_unless_told_otherwise) {
  EXPECT_EQ(MultiSteps(scale(1), 2).init(array{1.0})["acc_grads"].leaf().dtype(), dtype::f32);
  EXPECT_EQ(MultiSteps(scale(1), 2, {.accumulator_dtype = dtype::f64})
                .init(array{1.0})["acc_grads"]
                .leaf()
                .dtype(),
            dtype::f64);
}

TEST(multi_steps, emits_the_mean_every_k_steps_and_zero_otherwise) {
  const transformation tx = MultiSteps(scale(2), 3);
  opt_state state = tx.init(array{0.0F});
  const auto update = [&](float g) { return tx.update(array{g}, state).leaf().item(); };
  for (const float shift : {0.0F, 6.0F}) {
    EXPECT_EQ(update(1.0F + shift), 0);
    EXPECT_EQ(update(2.0F + shift), 0);
    EXPECT_EQ(update(3.0F + shift), 2 * (2 + shift));
    EXPECT_EQ(state["acc_grads"].leaf().item(), 0);
  }
  EXPECT_EQ(state["gradient_step"].leaf().item(), 2);
  EXPECT_EQ(state["mini_step"].leaf().item(), 0);
}

TEST(multi_steps, emits_the_sum_if_asked) {
  const transformation tx = MultiSteps(scale(2), 3, {.use_grad_mean = false});
  opt_state state = tx.init(array{0.0F});
  for (const float expected : {0.0F, 0.0F, 12.0F}) {
    EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(expected));
  }
}

TEST(multi_steps, leaves_parameters_untouched_to_the_bit_in_silent_steps) {
  const transformation tx = MultiSteps(adamw(0.1), 2);
  tree params = array{-0.0F, 1e-40F, -1e-40F, 1.0F};
  const auto before = bytes_of(params);
  opt_state state = tx.init(params);
  tx.step(array{1.0F, 1.0F, 1.0F, 1.0F}, state, params);
  EXPECT_EQ(bytes_of(params), before);
  tx.step(array{1.0F, 1.0F, 1.0F, 1.0F}, state, params);
  EXPECT_NE(bytes_of(params), before);
}

TEST(multi_steps, gives_silent_updates_that_apply_updates_adds_like_any_other) {
  const transformation tx = MultiSteps(sgd(0.1), 2);
  tree params = array{-0.0F, 1e-40F, 1.0F};
  opt_state state = tx.init(params);
  apply_updates(params, tx.update(array{1.0F, 1.0F, 1.0F}, state, params));
  EXPECT_EQ(bytes_of(params), bytes_of(array{0.0F, 0.0F, 1.0F}));
}

TEST(multi_steps, does_not_run_the_inner_transformation_in_silent_steps) {
  int asked = 0;
  const transformation tx = MultiSteps(scale_by_schedule([&asked](step_t) {
                                         ++asked;
                                         return 1.0;
                                       }),
                                       3);
  opt_state state = tx.init(array{0.0F});
  for (int i = 0; i < 7; ++i) tx.update(array{1.0F}, state);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(tree_get(state, "count").leaf().item(), 2);
}

TEST(multi_steps, lets_k_change_with_the_gradient_steps) {
  const transformation tx = MultiSteps(scale(1), [](step_t done) { return done + 1; });
  opt_state state = tx.init(array{0.0F});
  for (const float expected : {1.0F, 0.0F, 1.0F, 0.0F, 0.0F, 1.0F}) {
    EXPECT_THAT(tx.update(array{1.0F}, state).leaf().values<float>(), ElementsAre(expected));
  }
}

TEST(multi_steps, lets_k_follow_a_schedule) {
  const transformation tx =
      MultiSteps(scale(1), join_schedules({constant_schedule(1), constant_schedule(2)}, {1}));
  EXPECT_EQ(describe(tx),
            "optax.MultiSteps(opt=optax.scale(step_size=1), every_k_schedule="
            "optax.join_schedules(schedules=[optax.constant_schedule(value=1), "
            "optax.constant_schedule(value=2)], boundaries=[1]))");
  opt_state state = tx.init(array{0.0F});
  for (const float expected : {1.0F, 0.0F, 1.0F, 0.0F, 1.0F}) {
    EXPECT_THAT(tx.update(array{1.0F}, state).leaf().values<float>(), ElementsAre(expected));
  }
}

TEST(multi_steps, has_updated_after_gradient_steps) {
  const transformation tx = MultiSteps(scale(1), 2);
  opt_state state = tx.init(array{0.0F});
  EXPECT_FALSE(has_updated(state));
  for (const bool expected : {false, true, false, true}) {
    tx.update(array{1.0F}, state);
    EXPECT_EQ(has_updated(state), expected);
  }
}

TEST(multi_steps, forgets_a_nan_after_the_k_steps_it_belongs_to) {
  const transformation tx = MultiSteps(scale(1), 2);
  opt_state state = tx.init(array{0.0F});
  EXPECT_EQ(tx.update(array{NAN}, state).leaf().item(), 0);
  EXPECT_TRUE(std::isnan(tx.update(array{1.0F}, state).leaf().item()));
  EXPECT_EQ(tx.update(array{1.0F}, state).leaf().item(), 0);
  EXPECT_EQ(tx.update(array{1.0F}, state).leaf().item(), 1);
}

TEST(multi_steps, changes_nothing_if_its_function_throws) {
  bool failing = false;
  const transformation tx = MultiSteps(adam(0.1), [&failing](step_t) {
    if (failing) throw std::runtime_error("no k");
    return 2;
  });
  tree params = array{1.0F};
  opt_state state = tx.init(params);
  tx.step(array{1.0F}, state, params);
  const auto state_before = bytes_of(state);
  const auto params_before = bytes_of(params);
  failing = true;
  const auto no_k = ThrowsMessage<std::runtime_error>("no k");
  EXPECT_THAT([&] { tx.step(array{1.0F}, state, params); }, no_k);
  EXPECT_THAT([&] { tx.update(array{1.0F}, state, params); }, no_k);
  EXPECT_EQ(bytes_of(state), state_before);
  EXPECT_EQ(bytes_of(params), params_before);
}

TEST(multi_steps, refuses_fewer_than_one_step) {
  EXPECT_THAT([] { MultiSteps(scale(1), 0); },
              ThrowsMessage<std::invalid_argument>(
                  "multi_steps: every_k_schedule must be at least 1, got 0"));
}

}  // namespace
