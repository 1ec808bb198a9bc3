#include "optaxx/combinators/freeze.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;

TEST(freeze, describes_itself) {
  EXPECT_EQ(describe(freeze(mask_tree{{"a", true}, {"b", false}})),
            "optax.freeze(mask={'a': True, 'b': False})");
  EXPECT_EQ(describe(freeze({.mask = true})), "optax.freeze(mask=True)");
  EXPECT_EQ(describe(freeze({.mask = paths("a")})), "optax.freeze(mask=optaxx.paths('a'))");
  EXPECT_EQ(describe(freeze({{"a", true}})), "optax.freeze(mask={'a': True})");
  EXPECT_EQ(describe(freeze({.mask = {{"a", true}}})), "optax.freeze(mask={'a': True})");
}

TEST(freeze, is_zero_where_the_mask_is_true) {
  const tree grads{{"a", array{1.0F}}, {"b", array{2.0F}}};
  const transformation tx = freeze(paths("a"));
  opt_state state = tx.init(grads);
  EXPECT_EQ(state.structure()->text(), "MaskedState(inner_state=EmptyState())");
  EXPECT_EQ(tx.update(grads, state), (tree{{"a", array{0.0F}}, {"b", array{2.0F}}}));
}

}  // namespace
