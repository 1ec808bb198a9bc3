#include "optaxx/combinators/lookahead.hpp"

#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>
#include <vector>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

const tree start = lookahead_params::init_synced(array{8.0F});

float value(const tree& params, const char* part) {
  return tree(params[part]).leaf().values<float>()[0];
}

// Steps of 1 down; every second one, both go half the way from the slow to the fast parameters.
TEST(lookahead, steps_forward_and_goes_back) {
  const transformation tx = lookahead(sgd(1.0), 2, 0.5);
  tree params = start;
  opt_state state = tx.init(params);
  std::vector<float> fast;
  std::vector<float> slow;
  for (int i = 0; i < 4; ++i) {
    tx.step(array{1.0F}, state, params);
    fast.push_back(value(params, "fast"));
    slow.push_back(value(params, "slow"));
  }
  EXPECT_THAT(fast, ElementsAre(7, 7, 6, 6));
  EXPECT_THAT(slow, ElementsAre(8, 7, 7, 6));
}

TEST(lookahead, begins_anew_where_it_is_told_to) {
  for (const bool reset : {false, true}) {
    const transformation tx = lookahead(sgd(1.0, 0.5), 2, 0.5, reset);
    tree params = start;
    opt_state state = tx.init(params);
    for (int i = 0; i < 2; ++i) tx.step(array{1.0F}, state, params);
    EXPECT_EQ(tree(state["fast_state"][0]["trace"]).leaf().values<float>()[0], reset ? 0.0F : 1.5F);
  }
}

TEST(lookahead, makes_updates_of_both_parts) {
  const transformation tx = lookahead(sgd(1.0), 1, 0.25);
  opt_state state = tx.init(start);
  const tree updates = tx.update(tree(array{1.0F}), state, start);
  EXPECT_EQ(value(updates, "fast"), -0.25F);
  EXPECT_EQ(value(updates, "slow"), -0.25F);
}

// A state of the same with another rate goes on.
TEST(lookahead, takes_over_a_state) {
  opt_state state = lookahead(sgd(1.0), 2, 0.5).init(start);
  tree params = start;
  lookahead(sgd(2.0), 2, 0.5).step(array{1.0F}, state, params);
  EXPECT_EQ(value(params, "fast"), 6);
}

TEST(lookahead, says_what_it_needs) {
  EXPECT_THAT(
      [] { lookahead(sgd(1.0), 0, 0.5); },
      ThrowsMessage<std::invalid_argument>("lookahead: sync_period must be positive, got 0"));
  const transformation tx = lookahead(sgd(1.0), 2, 0.5);
  EXPECT_THAT([&] { tx.init(array{8.0F}); },
              ThrowsMessage<tree_mismatch>(
                  "lookahead: params is *, expected LookaheadParams(fast, slow), as "
                  "lookahead_params::init_synced(params) makes it"));
  opt_state state = tx.init(start);
  EXPECT_THROW(tx.update(start, state, start), tree_mismatch);
  EXPECT_THROW(tx.update(array{1.0F, 2.0F}, state, start), tree_mismatch);
  EXPECT_THAT([&] { tx.update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(testing::StartsWith("lookahead: needs params")));
  EXPECT_THROW(masked(tx, true).init(start), std::invalid_argument);
}

}  // namespace
