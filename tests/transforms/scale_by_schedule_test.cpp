#include "optaxx/transforms/scale_by_schedule.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "optaxx/schedules/constant_schedule.hpp"
#include "optaxx/schedules/cosine_decay_schedule.hpp"
#include "optaxx/schedules/exponential_decay.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"
#include "optaxx/schedules/polynomial_schedule.hpp"
#include "optaxx/schedules/warmup_cosine_decay_schedule.hpp"
#include "optaxx/schedules/warmup_exponential_decay_schedule.hpp"
#include "optaxx/tree_utils/tree_get.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(scale_by_schedule, takes_any_schedule_by_position_or_keyword) {
  EXPECT_EQ(describe(scale_by_schedule(cosine_decay_schedule(0.1, 10))),
            "optax.scale_by_schedule(step_size_fn=optax.cosine_decay_schedule(init_value=0.1, "
            "decay_steps=10))");
  EXPECT_EQ(describe(scale_by_schedule([](step_t) { return 0.1; })),
            "optax.scale_by_schedule(step_size_fn=schedule)");
  EXPECT_EQ(describe(scale_by_schedule(
                {.step_size_fn = schedule([](step_t) { return 0.1; }, "my_schedule")})),
            "optax.scale_by_schedule(step_size_fn=my_schedule)");
}

TEST(scale_by_schedule, counts_from_zero) {
  const transformation tx =
      scale_by_schedule([](step_t n) { return 0.5 * static_cast<double>(n); });
  opt_state state = tx.init(array{0.0F});
  EXPECT_EQ(state.structure()->text(), "ScaleByScheduleState(count=*)");
  for (const float expected : {0.0F, 1.0F, 2.0F}) {
    EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(expected));
  }
  EXPECT_EQ(state["count"].leaf(), array::scalar(dtype::i32, 3));
}

TEST(scale_by_schedule, goes_on_from_the_count_of_its_state) {
  const transformation tx = scale_by_schedule([](step_t n) { return static_cast<double>(n); });
  opt_state state = tx.init(array{0.0F});
  tree_set(state, "count", 2147483647);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(tx.update(array{1.0F}, state).leaf().values<float>(), ElementsAre(2147483648.0F));
  }
}

TEST(scale_by_schedule, rounds_a_value_once_to_the_type_of_each_leaf) {
  const tree grads{{"double", 1.0}, {"single", 1.0F}};
  const transformation tx = scale_by_schedule([](step_t) { return 0.1; });
  opt_state state = tx.init(grads);
  const tree updates = tx.update(grads, state);
  EXPECT_EQ(updates["double"].leaf().item(), 0.1);
  EXPECT_EQ(updates["single"].leaf().item(), static_cast<double>(0.1F));
}

TEST(scale_by_schedule, multiplies_by_the_number_that_the_schedule_gives) {
  const std::vector<schedule> schedules{
      constant_schedule(0.1),
      linear_schedule(0.1, 0.03, 7),
      polynomial_schedule(0.1, 0.03, 1.5, 7.7),
      cosine_decay_schedule(0.1, 7),
      exponential_decay(0.1, 3, 0.7),
      piecewise_constant_schedule(0.1, {{2, 0.3}, {4.5, 0.7}}),
      warmup_cosine_decay_schedule(0.01, 0.1, 2.5, 9),
      warmup_exponential_decay_schedule(0.01, 0.1, 2, 3, 0.7),
      join_schedules({constant_schedule(0.1), cosine_decay_schedule(0.1, 7)}, {3}),
      [](step_t n) { return 0.1 / static_cast<double>(n + 1); },
      [](step_t n) { return 2 * n; },
  };
  for (const schedule& s : schedules) {
    for (const dtype type : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16}) {
      const tree ones = array::scalar(type, 1);
      const transformation tx = scale_by_schedule(s);
      opt_state state = tx.init(ones);
      for (step_t step = 0; step < 10; ++step) {
        EXPECT_EQ(tx.update(ones, state).leaf().item(), s(step, type))
            << s.describe() << ", step " << step << ", " << name_of(type);
        EXPECT_EQ(s(state["count"].leaf().item() - 1, type), s(step, type));
      }
    }
  }
}

TEST(scale_by_schedule, changes_nothing_if_the_schedule_throws) {
  const transformation tx =
      scale_by_schedule([](step_t) -> double { throw std::runtime_error("no such step"); });
  tree params = array{1.0F};
  opt_state state = tx.init(params);
  const auto before = support::bytes_of(state);
  EXPECT_THAT([&] { tx.step(array{1.0F}, state, params); },
              ThrowsMessage<std::runtime_error>("no such step"));
  EXPECT_EQ(support::bytes_of(state), before);
  EXPECT_EQ(params, tree(array{1.0F}));
}

}  // namespace
