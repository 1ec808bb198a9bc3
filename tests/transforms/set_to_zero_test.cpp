#include "optaxx/transforms/set_to_zero.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;

TEST(set_to_zero, describes_itself) { EXPECT_EQ(describe(set_to_zero()), "optax.set_to_zero()"); }

TEST(set_to_zero, has_no_state) {
  EXPECT_EQ(set_to_zero().init(array{1.0F}).structure()->text(), "EmptyState()");
}

TEST(set_to_zero, makes_plain_zeros_of_everything) {
  const tree params = array{1.0F, 2.0F, 3.0F, 4.0F};
  opt_state state = set_to_zero().init(params);
  const tree updates = set_to_zero().update(array{-1.0F, NAN, INFINITY, -0.0F}, state);
  EXPECT_EQ(support::bytes_of(updates), support::bytes_of(array(dtype::f32, {4})));
}

// As Optax under jit does: adding zero would change the first three.
TEST(set_to_zero, leaves_parameters_untouched_to_the_bit) {
  tree params = array{-0.0F, 1e-40F, -1e-40F, -2.0F};
  const auto before = support::bytes_of(params);
  const transformation tx = chain(trace(0.9), set_to_zero());
  opt_state state = tx.init(params);
  tx.step(array{NAN, 1.0F, 1.0F, 1.0F}, state, params);
  EXPECT_EQ(support::bytes_of(params), before);
  EXPECT_EQ(state.leaves()[0].values<float>()[3], 1.0F);
}

}  // namespace
