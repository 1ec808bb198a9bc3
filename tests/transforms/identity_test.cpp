#include "optaxx/transforms/identity.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "support/bytes.hpp"

namespace {

using namespace optaxx;

TEST(identity, describes_itself) { EXPECT_EQ(describe(identity()), "optax.identity()"); }

TEST(identity, has_no_state) {
  EXPECT_EQ(identity().init(array{1.0F}).structure()->text(), "EmptyState()");
}

TEST(identity, hands_on_every_bit) {
  const tree grads = array{1.0F, -0.0F, 1e-40F, -1e-40F, INFINITY, NAN};
  opt_state state = identity().init(grads);
  EXPECT_EQ(support::bytes_of(identity().update(grads, state)), support::bytes_of(grads));
}

TEST(identity, takes_trees_of_any_shape) {
  const tree grads{{"none", none}, {"empty", array(dtype::f32, {0, 3})}, {"scalar", 2.0F}};
  opt_state state = identity().init(grads);
  EXPECT_EQ(identity().update(grads, state), grads);
  opt_state of_nothing = identity().init(tree::dict({}));
  EXPECT_EQ(identity().update(tree::dict({}), of_nothing), tree::dict({}));
}

}  // namespace
