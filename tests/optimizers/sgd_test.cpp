#include "optaxx/optimizers/sgd.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(sgd, keeps_a_trace_only_with_momentum) {
  const auto state_of = [](const transformation& tx) {
    return tx.init(array{1.0F}).structure()->text();
  };
  EXPECT_EQ(state_of(sgd(0.1)), "(EmptyState(), EmptyState())");
  EXPECT_EQ(state_of(sgd(0.1, {.momentum = 0.0})), "(TraceState(trace=*), EmptyState())");
  EXPECT_EQ(state_of(sgd(linear_schedule(1, 0, 10), {.momentum = 0.9})),
            "(TraceState(trace=*), ScaleByScheduleState(count=*))");
}

TEST(sgd, steps_down_the_gradient) {
  tree params = array{1.0F, 2.0F};
  opt_state state = sgd(0.5).init(params);
  sgd(0.5).step(array{1.0F, -2.0F}, state, params);
  EXPECT_THAT(params.leaf().values<float>(), ElementsAre(0.5F, 3.0F));
}

TEST(sgd, gathers_momentum) {
  const transformation tx = sgd(0.5, {.momentum = 0.5});
  tree params = array{0.0F};
  opt_state state = tx.init(params);
  for (const float expected : {-0.5F, -1.25F, -2.125F}) {
    tx.step(array{1.0F}, state, params);
    EXPECT_THAT(params.leaf().values<float>(), ElementsAre(expected));
  }
}

TEST(sgd, works_in_the_memory_of_gradients_that_are_moved_in) {
  opt_state state = sgd(0.5).init(array{0.0F});
  tree grads = array{1.0F};
  const void* const memory = grads.leaf().data();
  const tree updates = sgd(0.5).update(std::move(grads), state);
  EXPECT_EQ(updates.leaf().data(), memory);
  EXPECT_THAT(updates.leaf().values<float>(), ElementsAre(-0.5F));
}

TEST(sgd, never_writes_to_gradients_that_are_lent) {
  opt_state state = sgd(0.5).init(array{0.0F});
  const tree grads = array{1.0F};
  const tree updates = sgd(0.5).update(grads, state);
  EXPECT_NE(updates.leaf().data(), grads.leaf().data());
  EXPECT_THAT(grads.leaf().values<float>(), ElementsAre(1.0F));
}

TEST(sgd, refuses_to_step_parameters_that_were_borrowed_as_const) {
  const float memory[] = {1.0F, 2.0F};
  tree params{{"w", borrow(memory, {2})}};
  opt_state state = sgd(0.5, {.momentum = 0.9}).init(params);
  const auto before = bytes_of(state);
  EXPECT_THAT(
      [&] {
        sgd(0.5, {.momentum = 0.9}).step({{"w", array{1.0F, 1.0F}}}, state, params);
      },
      ThrowsMessage<std::invalid_argument>(
          "sgd: params['w'] was borrowed as const and cannot be stepped in place"));
  EXPECT_EQ(bytes_of(state), before);
  EXPECT_EQ(memory[0], 1.0F);
}

TEST(sgd, refuses_parameters_that_are_no_floats) {
  EXPECT_THAT(([] {
                sgd(0.1, {.momentum = 0.9}).init({{"w", array(dtype::i32, {3})}});
              }),
              ThrowsMessage<tree_mismatch>(
                  testing::HasSubstr("sgd: params['w'] is int32, expected a float dtype")));
}

}  // namespace
