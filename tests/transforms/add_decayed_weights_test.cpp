#include "optaxx/transforms/add_decayed_weights.hpp"

#include <gmock/gmock.h>

#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/tree_utils/tree_get.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(add_decayed_weights, takes_options_by_position_or_keyword) {
  const std::string text = "optax.add_decayed_weights(weight_decay=0.1, mask=optaxx.paths('**/w'))";
  EXPECT_EQ(describe(add_decayed_weights(0.1, paths("**/w"))), text);
  EXPECT_EQ(describe(add_decayed_weights(0.1, {.mask = paths("**/w")})), text);
  EXPECT_EQ(describe(add_decayed_weights({.weight_decay = 0.1, .mask = paths("**/w")})), text);
  EXPECT_EQ(describe(add_decayed_weights()), "optax.add_decayed_weights()");
}

TEST(add_decayed_weights, adds_a_part_of_each_parameter) {
  const tree params = array{4.0F, -8.0F};
  opt_state state = add_decayed_weights(0.25).init(params);
  const tree updates = add_decayed_weights(0.25).update(array{1.0F, 1.0F}, state, params);
  EXPECT_THAT(updates.leaf().values<float>(), ElementsAre(2.0F, -1.0F));
}

TEST(add_decayed_weights, leaves_other_leaves_than_those_of_the_mask_alone) {
  const tree params{{"b", array{4.0F}}, {"w", array{4.0F}}};
  const transformation tx = add_decayed_weights(0.25, {.mask = paths("w")});
  opt_state state = tx.init(params);
  EXPECT_EQ(state.structure()->text(), "MaskedState(inner_state=EmptyState())");
  const tree updates = tx.update({{"b", array{1.0F}}, {"w", array{1.0F}}}, state, params);
  EXPECT_EQ(updates, (tree{{"b", array{1.0F}}, {"w", array{2.0F}}}));
}

TEST(add_decayed_weights, counts_the_steps_of_a_schedule) {
  const tree params = array{4.0F};
  const transformation tx = add_decayed_weights(linear_schedule(0.5, 0.0, 2));
  opt_state state = tx.init(params);
  EXPECT_EQ(state.structure()->text(), "WeightDecaySchedule(count=*)");
  for (const float expected : {2.0F, 1.0F, 0.0F, 0.0F}) {
    EXPECT_THAT(tx.update(array{0.0F}, state, params).leaf().values<float>(),
                ElementsAre(expected));
  }
  EXPECT_EQ(tree_get(state, "count").leaf().item(), 4);
}

TEST(add_decayed_weights, without_decay_hands_every_bit_on) {
  const tree params = array{1.0F, 1.0F};
  const tree grads = array{-0.0F, 1e-40F};
  opt_state state = add_decayed_weights(0.0).init(params);
  EXPECT_EQ(support::bytes_of(add_decayed_weights(0.0).update(grads, state, params)),
            support::bytes_of(grads));
}

TEST(add_decayed_weights, needs_params_even_without_decay) {
  for (const double decay : {0.1, 0.0}) {
    const transformation tx = add_decayed_weights(decay);
    opt_state state = tx.init(array{1.0F});
    EXPECT_THAT([&] { tx.update(array{1.0F}, state); },
                ThrowsMessage<std::invalid_argument>(
                    "add_decayed_weights: needs params, but update was called without them"));
  }
}

}  // namespace
