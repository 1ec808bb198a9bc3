#include "optaxx/combinators/selective_transform.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "optaxx/transforms/trace.hpp"

namespace {

using namespace optaxx;

TEST(selective_transform, describes_itself) {
  EXPECT_EQ(describe(selective_transform(trace(0.5), {.freeze_mask = true})),
            "optax.selective_transform(optimizer=optax.trace(decay=0.5), freeze_mask=True)");
}

TEST(selective_transform, keeps_no_state_for_frozen_leaves) {
  const transformation tx =
      selective_transform(trace(0.5), {.freeze_mask = mask_tree{{"a", true}, {"b", false}}});
  const tree grads{{"a", array{1.0F}}, {"b", array{2.0F}}};
  opt_state state = tx.init(grads);
  EXPECT_EQ(
      state.structure()->text(),
      "PartitionState(inner_states={'freeze': MaskedState(inner_state=EmptyState()), 'train': "
      "MaskedState(inner_state=TraceState(trace={'a': MaskedNode(), 'b': *}))})");
  tx.update(grads, state);
  EXPECT_EQ(tx.update(grads, state), (tree{{"a", array{0.0F}}, {"b", array{3.0F}}}));
}

TEST(selective_transform, names_its_mask_if_that_is_of_another_tree) {
  const transformation tx =
      selective_transform(trace(0.5), {.freeze_mask = mask_tree{{"a", true}, {"c", false}}});
  const tree params{{"a", array{1.0F}}, {"b", array{1.0F}}};
  EXPECT_THAT([&] { (void)tx.init(params); },
              testing::ThrowsMessage<tree_mismatch>(
                  "selective_transform: freeze_mask has {'a', 'c'}, params has {'a', 'b'}"));
}

TEST(selective_transform, takes_a_mask_of_any_kind) {
  const transformation tx = selective_transform(trace(0.5), {.freeze_mask = paths("**")});
  opt_state state = tx.init(array{1.0F});
  EXPECT_EQ(tx.update(array{1.0F}, state), tree(array{0.0F}));
}

}  // namespace
