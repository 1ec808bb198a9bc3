#include "optaxx/combinators/flatten.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/transforms/clip_by_block_rms.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/trace.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

tree example() {
  array w{1.0F, 2.0F, 3.0F, 4.0F};
  return {{"b", array{3.0F, 4.0F}}, {"none", array(dtype::f32, {0, 2})}, {"w", std::move(w)}};
}

TEST(flatten, keeps_the_state_of_one_vector) {
  const transformation tx = flatten(trace(0.5));
  const tree grads = example();
  opt_state state = tx.init(grads);
  EXPECT_EQ(state.structure()->text(), "TraceState(trace=*)");
  EXPECT_EQ(state["trace"].leaf().shape(), shape({6}));
  tx.update(grads, state);
  EXPECT_EQ(tx.update(grads, state), (tree{{"b", array{4.5F, 6.0F}},
                                           {"none", array(dtype::f32, {0, 2})},
                                           {"w", array{1.5F, 3.0F, 4.5F, 6.0F}}}));
  EXPECT_EQ(state["trace"].leaf(), (array{4.5F, 6.0F, 1.5F, 3.0F, 4.5F, 6.0F}));
}

TEST(flatten, computes_once_what_is_computed_per_leaf) {
  // The mean square of all six is 55 / 6, of b alone 12.5.
  const transformation tx = flatten(clip_by_block_rms(3.1));
  opt_state state = tx.init(example());
  EXPECT_EQ(tx.update(example(), state), example());
}

TEST(flatten, has_the_numbers_of_the_inner_transformation) {
  const tree params = example();
  const transformation plain = chain(scale(2.0), adam(0.1));
  const transformation flat = flatten(plain);
  opt_state a = plain.init(params);
  opt_state b = flat.init(params);
  EXPECT_EQ(b.structure()->text(),
            "(EmptyState(), (ScaleByAdamState(count=*, mu=*, nu=*), EmptyState()))");
  tree stepped = params;
  opt_state c = b;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(plain.update(params, a, params), flat.update(params, b, params));
    flat.step(params, c, stepped);
    EXPECT_EQ(tree(b), tree(c));
  }
}

TEST(flatten, of_several_dtypes_computes_in_the_widest) {
  const tree params{{"a", array(dtype::bf16, {1})}, {"b", array{1.0F}}};
  const tree grads{{"a", astype(array{0.5F}, dtype::bf16)}, {"b", array{0.1F}}};
  const transformation tx = flatten(scale(0.1));
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(grads, state), (tree{{"a", array{0.05F}}, {"b", array{0.1F * 0.1F}}}));
  // There is no update in float64 for a leaf below it.
  const tree mixed{{"a", array{0.5F}}, {"b", array{0.1}}};
  opt_state of_mixed = tx.init(mixed);
  EXPECT_EQ(tx.update(mixed, of_mixed), (tree{{"a", array{0.05F}}, {"b", array{0.1 * 0.1}}}));
}

TEST(flatten, stands_behind_a_mask_and_in_another_one) {
  const transformation tx =
      masked(flatten(flatten(trace(0.5))), mask_tree{{"b", true}, {"none", false}, {"w", false}});
  const tree grads = example();
  opt_state state = tx.init(grads);
  EXPECT_EQ(state["inner_state"]["trace"].leaf().shape(), shape({2}));
  tx.update(grads, state);
  tree expected = grads;
  expected["b"] = array{4.5F, 6.0F};
  EXPECT_EQ(tx.update(grads, state), expected);
}

TEST(flatten, refuses_leaves_that_are_no_floats) {
  const tree params{{"n", array(dtype::i32, {2})}, {"w", array{1.0F}}};
  EXPECT_THAT(
      [&] { flatten(scale(0.1)).init(params); },
      ThrowsMessage<tree_mismatch>("flatten: params['n'] is int32, expected a float dtype"));
  EXPECT_EQ(describe(flatten(scale(0.1))), "optax.flatten(inner=optax.scale(step_size=0.1))");
}

}  // namespace
