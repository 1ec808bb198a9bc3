#include "optaxx/tree_utils/tree_get.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/inject_hyperparams.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::HasSubstr;
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

bool is_of_adam(const tree_path& path, const const_tree_ref&) {
  return path.keys.back().tuple_name == "ScaleByAdamState";
}
bool is_leaf_node(const tree_path&, const const_tree_ref& value) { return is_leaf(value.kind()); }
bool nowhere(const tree_path&, const const_tree_ref&) { return false; }

// Two nodes are called learning_rate, as in Optax: the number, and the state of its schedule.
opt_state injected_state() {
  return inject_hyperparams(sgd)({.learning_rate = linear_schedule(1, 0, 10)}).init(params());
}

TEST(tree_get, takes_the_one_that_the_filtering_says_yes_to) {
  opt_state state = two_counts();
  tree_get(state, "count", is_of_adam).leaf().set_item(5);
  EXPECT_EQ(state.at("0/count").leaf().item(), 5);
  EXPECT_EQ(tree_get(std::as_const(state), "count", is_of_adam).leaf().item(), 5);
  EXPECT_EQ(tree_get(two_counts(), "count", is_of_adam).leaf().item(), 0);
  EXPECT_EQ(tree_get(injected_state(), "learning_rate", is_leaf_node).leaf().item(), 1);
  EXPECT_THAT([&] { tree_get(state, "count", nowhere); },
              ThrowsMessage<std::out_of_range>("tree_get: the filtering takes none of those that "
                                               "are called 'count': 0/count, 1/count"));
}

TEST(tree_get, gives_the_default_if_there_is_none) {
  const opt_state state = two_counts();
  EXPECT_EQ(tree_get(state, "rate", {.default_ = array(0.5F)}), tree(array(0.5F)));
  EXPECT_TRUE(tree_get(state, "rate", {.default_ = none}).is_none());
  EXPECT_EQ(tree_get(state, "mu", {.default_ = none}), (tree{{"w", array{0.0F, 0.0F}}}));
  EXPECT_EQ(
      tree_get(state, "count", {.default_ = array(0.5F), .filtering = is_of_adam}).leaf().item(),
      0);
  EXPECT_EQ(tree_get(state, "count", {.default_ = array(0.5F), .filtering = nowhere}),
            tree(array(0.5F)));
  EXPECT_THAT([&] { tree_get(state, "count", {.default_ = none}); },
              ThrowsMessage<std::out_of_range>(HasSubstr("several are called 'count'")));
  EXPECT_THAT([&] { tree_get(state, "count", {.filtering = nowhere}); },
              ThrowsMessage<std::out_of_range>(HasSubstr("the filtering takes none")));
}

TEST(tree_get, finds_none_and_structs_without_fields) {
  const tree t{{"m", none}, {"x", array(1.0F)}};
  EXPECT_EQ(tree_get(t, "m").kind(), node_kind::none);
  EXPECT_EQ(tree_get(t, "m", {.default_ = array(7.0F)}), tree(none));
  const opt_state state = masked(trace(0.9), mask_tree{{"w", false}}).init(params());
  EXPECT_EQ(tree_get(state, "MaskedNode").children(), 0U);
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

// As Optax prints them.
TEST(tree_get_all_with_path, goes_inwards_and_not_into_positions) {
  const auto number = [](float x) { return tree(array(x)); };
  const tree t = tuple(
      tree{{"a", tree{{"a", number(1)}, {"c", tree{{"a", number(2)}}}}}}, tree{{"a", number(3)}},
      tree::named_struct(
          "S", {{"a", tree{{"a", number(4)}}}, {"b", tree(list(tree{{"a", number(5)}}))}}),
      list(number(6), number(7)));
  const auto paths = [&](std::string_view name) {
    std::vector<std::string> result;
    for (const auto& found : tree_get_all_with_path(t, name)) result.push_back(found.first);
    return result;
  };
  EXPECT_THAT(paths("a"), ElementsAre("0/a", "1/a", "2/a", "0/a/a", "0/a/c/a", "2/a/a", "2/b/0/a"));
  EXPECT_THAT(paths("b"), ElementsAre("2/b"));
  EXPECT_THAT(paths("S"), ElementsAre("2"));
  EXPECT_THAT(paths("0"), ElementsAre());
}

TEST(tree_get_all_with_path, shows_the_filtering_where_each_is) {
  std::vector<std::string> seen;
  const auto keep = [&](const tree_path& path, const const_tree_ref& value) {
    std::string text = path.text + " " + std::to_string(value.children());
    for (const tree_key& k : path.keys) text += " " + k.tuple_name + "." + k.name.text();
    seen.push_back(text);
    return value.kind() == node_kind::named_struct;
  };
  const opt_state state = injected_state();
  const auto found = tree_get_all_with_path(state, "learning_rate", keep);
  EXPECT_THAT(seen, ElementsAre("hyperparams/learning_rate 0 "
                                "InjectStatefulHyperparamsState.hyperparams .learning_rate",
                                "hyperparams_states/learning_rate 1 "
                                "InjectStatefulHyperparamsState.hyperparams_states "
                                ".learning_rate"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, "hyperparams_states/learning_rate");

  std::vector<node_kind> containers;
  const opt_state chained = chain(trace(0.9), adam(0.1)).init(params());
  tree_get(chained, "ScaleByAdamState", [&](const tree_path& path, const const_tree_ref&) {
    for (const tree_key& k : path.keys) containers.push_back(k.container);
    return true;
  });
  EXPECT_THAT(containers, ElementsAre(node_kind::tuple, node_kind::tuple));
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

TEST(tree_set, replaces_what_the_filtering_says_yes_to) {
  opt_state state = two_counts();
  tree_set(state, is_of_adam, "count", 4);
  EXPECT_EQ(state.at("0/count").leaf().item(), 4);
  EXPECT_EQ(state.at("1/count").leaf().item(), 0);
  tree_set(state, is_of_adam, "mu", tree{{"w", array{3.0F, 4.0F}}});
  EXPECT_EQ(tree(tree_get(state, "mu")), (tree{{"w", array{3.0F, 4.0F}}}));
  EXPECT_THAT([&] { tree_set(state, nowhere, "count", 1); },
              ThrowsMessage<std::out_of_range>("tree_set: the filtering takes none of those that "
                                               "are called 'count': 0/count, 1/count"));
  opt_state injected = injected_state();
  tree_set(injected, is_leaf_node, "learning_rate", 0.25);
  EXPECT_EQ(injected["hyperparams"]["learning_rate"].leaf(), array(0.25F));
}

TEST(tree_set, replaces_a_node_with_all_that_is_in_it) {
  const tree inner{{"a", array(1.0F)}};
  tree t{{"x", {{"a", inner}}}, {"y", {{"a", inner}}}};
  const tree nine{{"a", array(9.0F)}};
  tree_set(t, "a", nine);
  EXPECT_EQ(t, (tree{{"x", {{"a", nine}}}, {"y", {{"a", nine}}}}));
  tree_set(t, is_leaf_node, "a", 2.0);
  EXPECT_EQ(t.at("x/a/a").leaf(), array(2.0F));
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
