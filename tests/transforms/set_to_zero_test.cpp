#include "optaxx/transforms/set_to_zero.hpp"

#include <gmock/gmock.h>

#include <cmath>

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

TEST(set_to_zero, freezes_parameters) {
  tree params = array{1.0F, -2.0F};
  opt_state state = set_to_zero().init(params);
  set_to_zero().step(array{NAN, 1.0F}, state, params);
  EXPECT_EQ(params, tree(array{1.0F, -2.0F}));
}

}  // namespace
