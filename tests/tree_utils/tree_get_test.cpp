#include "optaxx/tree_utils/tree_get.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

tree params() { return {{"w", array{1.0F, 2.0F}}}; }

opt_state adam_state() { return adam(0.1).init(params()); }
opt_state two_counts() { return adam(linear_schedule(1, 0, 10)).init(params()); }

TEST(tree_get, finds_a_field_wherever_it_is) {
  const opt_state state = chain(trace(0.9), chain(adam(0.1))).init(params());
  EXPECT_EQ(tree_get(state, "count").leaf(), array::scalar(dtype::i32, 0));
  EXPECT_EQ(tree(tree_get(state, "mu")), (tree{{"w", array{0.0F, 0.0F}}}));
  EXPECT_EQ(tree_get(state, "ScaleByAdamState").keys().size(), 3U);
}

TEST(tree_get, of_a_temporary_is_a_copy) {
  const auto mu = tree_get(adam_state(), "mu");
  EXPECT_EQ(mu, (tree{{"w", array{0.0F, 0.0F}}}));
}

TEST(tree_get, finds_a_key_of_a_dict) {
  EXPECT_EQ(tree_get(params(), "w").leaf(), (array{1.0F, 2.0F}));
}

TEST(tree_get, gives_access_in_place) {
  opt_state state = adam_state();
  tree_get(state, "mu")["w"] = array{5.0F, 6.0F};
  EXPECT_THAT(state[0]["mu"]["w"].leaf().values<float>(), ElementsAre(5.0F, 6.0F));
}

TEST(tree_get, refuses_a_name_that_is_not_there) {
  const opt_state state = trace(0.9).init(params());
  EXPECT_THAT([&] { tree_get(state, "nu"); },
              ThrowsMessage<std::out_of_range>(
                  "tree_get: nothing is called 'nu' in TraceState(trace={'w': *})"));
}

TEST(tree_get, refuses_a_name_that_is_there_twice) {
  const opt_state state = two_counts();
  EXPECT_THAT(
      [&] { tree_get(state, "count"); },
      ThrowsMessage<std::out_of_range>("tree_get: several are called 'count': 0/count, 1/count; "
                                       "tree_get_all_with_path gives them all"));
}

TEST(tree_get_all_with_path, names_the_place_of_each) {
  const opt_state state = two_counts();
  const auto all = tree_get_all_with_path(state, "count");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].first, "0/count");
  EXPECT_EQ(all[1].first, "1/count");
  EXPECT_EQ(all[1].second.leaf().item(), 0);
  EXPECT_TRUE(tree_get_all_with_path(state, "nothing").empty());
}

TEST(tree_set, replaces_every_field_of_that_name) {
  opt_state state = two_counts();
  tree_set(state, "count", 7);
  EXPECT_EQ(state.at("0/count").leaf(), array::scalar(dtype::i32, 7));
  EXPECT_EQ(state.at("1/count").leaf(), array::scalar(dtype::i32, 7));
}

TEST(tree_set, replaces_a_tree) {
  opt_state state = adam_state();
  const tree mu{{"w", array{3.0F, 4.0F}}};
  tree_set(state, "mu", mu);
  EXPECT_EQ(tree(tree_get(state, "mu")), mu);
}

TEST(tree_set, is_seen_by_the_next_step) {
  opt_state state = trace(0.5).init(array{0.0F});
  tree_set(state, "trace", array{8.0F});
  EXPECT_THAT(trace(0.5).update(array{1.0F}, state).leaf().values<float>(), ElementsAre(5.0F));
}

TEST(tree_set, refuses_what_does_not_fit_and_changes_nothing) {
  opt_state state = adam_state();
  const auto before = support::bytes_of(state);
  EXPECT_THAT([&] { tree_set(state, "rate", 1.0); },
              ThrowsMessage<std::out_of_range>(testing::HasSubstr("nothing is called 'rate'")));
  EXPECT_THAT([&] { tree_set(state, "mu", 1.0); },
              ThrowsMessage<tree_mismatch>("tree_set: '0/mu' is not a number"));
  EXPECT_THAT(
      [&] {
        tree_set(state, "mu", {{"w", array{1.0F}}});
      },
      ThrowsMessage<tree_mismatch>("tree_set: 0/mu/w is float32 (2,), got float32 (1,)"));
  EXPECT_THAT(
      [&] {
        tree_set(state, "mu", list(array{1.0F, 2.0F}));
      },
      ThrowsMessage<tree_mismatch>("tree_set: 'mu' is {'w': *}, got [*]"));
  EXPECT_EQ(support::bytes_of(state), before);
}

}  // namespace
