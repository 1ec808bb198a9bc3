#include "optaxx/transforms/zero_nans.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/transforms/scale.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;

constexpr float inf = std::numeric_limits<float>::infinity();

TEST(zero_nans, describes_itself) { EXPECT_EQ(describe(zero_nans()), "optax.zero_nans()"); }

TEST(zero_nans, keeps_a_bool_for_each_leaf) {
  const opt_state state = zero_nans().init(tree{{"a", array{1.0F, 2.0F}}, {"b", array{1.0F}}});
  EXPECT_EQ(state.structure()->text(), "ZeroNansState(found_nan={'a': *, 'b': *})");
  EXPECT_EQ(state["found_nan"]["a"].leaf(), array::scalar(dtype::boolean, 0));
}

TEST(zero_nans, replaces_nan_and_nothing_else) {
  const tree grads = array{NAN, 1.0F, -NAN, inf, -inf, -0.0F, 1e-40F, -1e-40F, -0.5F, -1.0F};
  opt_state state = zero_nans().init(grads);
  EXPECT_EQ(bytes_of(zero_nans().update(grads, state)),
            bytes_of(array{0.0F, 1.0F, 0.0F, inf, -inf, -0.0F, 1e-40F, -1e-40F, -0.5F, -1.0F}));
}

TEST(zero_nans, says_where_the_last_update_had_one) {
  const transformation tx = chain(scale(2), masked(zero_nans(), paths("b", "c")));
  const tree grads{{"a", array{NAN}}, {"b", array{inf}}, {"c", array{0.0F, NAN}}};
  opt_state state = tx.init(grads);
  const auto found = [&](const char* leaf) {
    return state[1]["inner_state"]["found_nan"][leaf].leaf().item();
  };
  const tree updates = tx.update(grads, state);
  EXPECT_TRUE(std::isnan(updates["a"].leaf().item()));
  EXPECT_EQ(updates["c"].leaf(), (array{0.0F, 0.0F}));
  EXPECT_EQ(found("b"), 0);
  EXPECT_EQ(found("c"), 1);
  tx.update(tree{{"a", array{0.0F}}, {"b", array{0.0F}}, {"c", array{0.0F, 0.0F}}}, state);
  EXPECT_EQ(found("c"), 0);
}

}  // namespace
