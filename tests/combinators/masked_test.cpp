#include "optaxx/combinators/masked.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

tree params() {
  return {{"dense", {{"b", array{1.0F}}, {"w", array{1.0F}}}}, {"gain", array{1.0F}}};
}

mask_tree only_w() { return {{"dense", {{"b", false}, {"w", true}}}, {"gain", false}}; }

TEST(masked, what_stands_for_parameters_in_map_params_needs_no_mask_that_fits) {
  const opt_state state =
      masked(trace(0.9), only_w()).init(tree::named_struct("_ParamsPlaceholder", {}));
  EXPECT_EQ(state.structure()->text(),
            "MaskedState(inner_state=TraceState(trace=_ParamsPlaceholder()))");
  EXPECT_THROW(masked(trace(0.9), only_w()).init(tree::named_struct("Params", {})), tree_mismatch);
}

TEST(masked, describes_itself) {
  EXPECT_EQ(describe(masked(scale(2), only_w())),
            "optax.masked(inner=optax.scale(step_size=2), mask={'dense': {'b': False, 'w': True}, "
            "'gain': False})");
  EXPECT_EQ(describe(masked(scale(2), true)),
            "optax.masked(inner=optax.scale(step_size=2), mask=True)");
  EXPECT_EQ(describe(masked({.inner = scale(2), .mask = paths("**/w")})),
            "optax.masked(inner=optax.scale(step_size=2), mask=optaxx.paths('**/w'))");
}

TEST(masked, takes_a_mask_in_braces) {
  const std::string wanted = describe(masked(scale(2), only_w()));
  EXPECT_EQ(describe(masked(scale(2), {{"dense", {{"b", false}, {"w", true}}}, {"gain", false}})),
            wanted);
  EXPECT_EQ(describe(masked(scale(2),
                            {.mask = {{"dense", {{"b", false}, {"w", true}}}, {"gain", false}}})),
            wanted);
  EXPECT_EQ(describe(masked({.inner = scale(2),
                             .mask = {{"dense", {{"b", false}, {"w", true}}}, {"gain", false}}})),
            wanted);
}

TEST(masked, hands_other_leaves_on_bit_for_bit) {
  const transformation tx = masked(scale(2), only_w());
  opt_state state = tx.init(params());
  const tree grads{{"dense", {{"b", array{-0.0F}}, {"w", array{3.0F}}}}, {"gain", array{1e-40F}}};
  const tree expected{{"dense", {{"b", array{-0.0F}}, {"w", array{6.0F}}}},
                      {"gain", array{1e-40F}}};
  EXPECT_EQ(support::bytes_of(tx.update(grads, state)), support::bytes_of(expected));
}

TEST(masked, keeps_no_state_for_other_leaves) {
  const opt_state state = masked(trace(0.9), only_w()).init(params());
  EXPECT_EQ(state.structure()->text(),
            "MaskedState(inner_state=TraceState(trace={'dense': {'b': MaskedNode(), 'w': *}, "
            "'gain': MaskedNode()}))");
  EXPECT_EQ(state.leaves().size(), 1U);
}

// What each way of saying it selects: the leaves that were doubled.
std::string doubled(const leaf_mask& mask) {
  const transformation tx = masked(scale(2), mask);
  opt_state state = tx.init(params());
  const tree updates = tx.update(params(), state);
  std::string result;
  for (std::size_t i = 0; i < updates.leaves().size(); ++i) {
    if (updates.leaves()[i].item() == 2) result += updates.path(i) + " ";
  }
  return result;
}

TEST(masked, takes_a_tree_of_booleans) { EXPECT_EQ(doubled(only_w()), "dense/w "); }

TEST(masked, takes_a_prefix_whose_booleans_stand_for_all_below) {
  EXPECT_EQ(doubled(mask_tree{{"dense", true}, {"gain", false}}), "dense/b dense/w ");
  EXPECT_EQ(doubled(true), "dense/b dense/w gain ");
  EXPECT_EQ(doubled(false), "");
}

TEST(masked, takes_path_patterns) {
  EXPECT_EQ(doubled(paths("**/w")), "dense/w ");
  EXPECT_EQ(doubled(paths("dense/*", "gain")), "dense/b dense/w gain ");
}

TEST(masked, takes_a_function_of_the_parameters) {
  EXPECT_EQ(doubled([](const tree& p) {
              return tree_map_with_path(
                  [](const std::string& path, const array&) { return path.ends_with('w'); }, p);
            }),
            "dense/w ");
  EXPECT_EQ(doubled([](const tree&) {
              return mask_tree{{"dense", false}, {"gain", true}};
            }),
            "gain ");
}

TEST(masked, asks_its_function_once_in_init) {
  int asked = 0;
  const transformation tx = masked(scale(2), [&asked](const tree&) {
    ++asked;
    return mask_tree(true);
  });
  opt_state state = tx.init(params());
  for (int i = 0; i < 3; ++i) tx.update(params(), state);
  EXPECT_EQ(asked, 1);
}

TEST(masked, gives_the_inner_transformation_its_own_parameters) {
  const transformation tx = masked(add_decayed_weights(0.5), only_w());
  opt_state state = tx.init(params());
  const tree updates = tx.update(params(), state, params());
  EXPECT_EQ(updates["dense"]["w"].leaf().item(), 1.5);
  EXPECT_EQ(updates["dense"]["b"].leaf().item(), 1.0);
}

TEST(masked, nests) {
  const transformation tx = masked(chain(scale(2), masked(scale(3), paths("**/w"))),
                                   mask_tree{{"dense", true}, {"gain", false}});
  opt_state state = tx.init(params());
  EXPECT_EQ(tx.update(params(), state),
            (tree{{"dense", {{"b", array{2.0F}}, {"w", array{6.0F}}}}, {"gain", array{1.0F}}}));
}

TEST(masked, refuses_a_mask_of_another_tree) {
  const auto names_the_place = [](const std::string& place) {
    return ThrowsMessage<tree_mismatch>(HasSubstr(place));
  };
  EXPECT_THAT(
      [] {
        masked(scale(2), mask_tree{{"dense", {{"w", true}}}, {"gain", false}}).init(params());
      },
      names_the_place("masked: mask['dense'] has {'w'}, params['dense'] has {'b', 'w'}"));
  EXPECT_THAT(
      [] {
        masked(scale(2), mask_tree{{"dense", true}, {"loss", false}}).init(params());
      },
      names_the_place("masked: mask has {'dense', 'loss'}, params has {'dense', 'gain'}"));
  EXPECT_THAT([] { masked(scale(2), paths("**/bias")).init(params()); },
              names_the_place("the pattern '**/bias' matches no leaf"));
}

}  // namespace
