#include "optaxx/combinators/chain.hpp"

#include <gmock/gmock.h>

#include "optaxx/transforms/clip.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_schedule.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(chain, describes_its_links) {
  EXPECT_EQ(describe(chain(clip(1.0), chain(trace(0.9)), scale(-0.1))),
            "optax.chain(optax.clip(max_delta=1.0), optax.chain(optax.trace(decay=0.9)), "
            "optax.scale(step_size=-0.1))");
}

TEST(chain, refuses_to_be_empty) {
  EXPECT_THAT(
      [] { chain(std::vector<transformation>()); },
      ThrowsMessage<std::invalid_argument>("chain: needs at least one transformation, got none"));
}

TEST(chain, keeps_a_tuple_of_states_and_a_tuple_in_the_tuple_for_a_chain_in_it) {
  const opt_state state =
      chain(clip(1.0), chain(trace(0.9), identity()), scale(2)).init(array{1.0F});
  EXPECT_EQ(state.structure()->text(),
            "(EmptyState(), (TraceState(trace=*), EmptyState()), EmptyState())");
  EXPECT_EQ(state.kind(), node_kind::tuple);
}

TEST(chain, has_the_structure_of_a_tuple_that_was_made_by_hand) {
  const tree by_hand = tuple(tree::named_struct("EmptyState", {}),
                             tree::named_struct("TraceState", {{"trace", array{0.0F}}}));
  EXPECT_EQ(chain(clip(1.0), trace(0.9)).init(array{1.0F}), by_hand);
}

TEST(chain, gives_each_link_the_updates_of_the_one_before) {
  const transformation scaled_then_clipped = chain(scale(4), clip(2.0));
  const transformation clipped_then_scaled = chain(clip(2.0), scale(4));
  opt_state first = scaled_then_clipped.init(array{0.0F});
  opt_state second = clipped_then_scaled.init(array{0.0F});
  EXPECT_THAT(scaled_then_clipped.update(array{1.0F}, first).leaf().values<float>(),
              ElementsAre(2.0F));
  EXPECT_THAT(clipped_then_scaled.update(array{1.0F}, second).leaf().values<float>(),
              ElementsAre(4.0F));
}

TEST(chain, is_made_of_a_list_too) {
  const std::vector<transformation> links{clip(1.0), scale(2)};
  EXPECT_EQ(describe(chain(links)), describe(chain(clip(1.0), scale(2))));
}

// Fails in its second step, behind a link that has already said what becomes of its moments.
transformation failing_in_step_two() {
  return chain(scale_by_adam(), scale_by_schedule([](step_t n) {
                 if (n == 1) throw std::runtime_error("no rate");
                 return 0.5;
               }),
               trace(0.5));
}

TEST(chain, changes_nothing_if_a_link_in_the_middle_throws) {
  const transformation tx = failing_in_step_two();
  const tree grads = array{1.0F, -2.0F};
  tree params = array{1.0F, 2.0F};
  opt_state state = tx.init(params);
  tx.step(grads, state, params);
  const auto state_before = bytes_of(state);
  const auto params_before = bytes_of(params);

  const auto no_rate = ThrowsMessage<std::runtime_error>("no rate");
  EXPECT_THAT([&] { tx.step(grads, state, params); }, no_rate);
  EXPECT_THAT([&] { tx.update(grads, state, params); }, no_rate);
  tree moved = grads;
  EXPECT_THAT([&] { tx.update(std::move(moved), state, params); }, no_rate);

  EXPECT_EQ(bytes_of(state), state_before);
  EXPECT_EQ(bytes_of(params), params_before);
  EXPECT_EQ(bytes_of(moved), bytes_of(grads));
}

TEST(chain, goes_on_after_a_throw_as_if_nothing_had_been) {
  bool failing = false;
  const transformation tx = chain(scale_by_adam(), scale_by_schedule([&failing](step_t) {
                                    if (failing) throw std::runtime_error("no rate");
                                    return 0.5;
                                  }));
  const tree grads = array{1.0F, -2.0F};
  tree params = array{1.0F, 2.0F};
  tree undisturbed = params;
  opt_state state = tx.init(params);
  opt_state undisturbed_state = state;
  for (int i = 0; i < 3; ++i) {
    failing = true;
    EXPECT_THROW(tx.step(grads, state, params), std::runtime_error);
    failing = false;
    tx.step(grads, state, params);
    tx.step(grads, undisturbed_state, undisturbed);
  }
  EXPECT_TRUE(support::same_tree(params, undisturbed));
  EXPECT_TRUE(support::same_tree(state, undisturbed_state));
}

}  // namespace
