#include "optaxx/tree_utils/tree_allclose.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"

namespace {

using namespace optaxx;

// Each of these as jnp.allclose has it.
TEST(tree_allclose, allows_a_share_of_the_second_and_an_amount) {
  const tree one{{"a", array{1.0F}}};
  EXPECT_TRUE(tree_allclose(one, one));
  EXPECT_TRUE(tree_allclose(one, tree{{"a", array{1.000009F}}}));
  EXPECT_FALSE(tree_allclose(one, tree{{"a", array{1.00001F}}}));
  EXPECT_FALSE(tree_allclose(one, tree{{"a", array{1.0001F}}}));
  EXPECT_TRUE(tree_allclose(one, tree{{"a", array{1.0001F}}}, {.rtol = 1e-3}));
  EXPECT_TRUE(tree_allclose(one, tree{{"a", array{1.5F}}}, {.rtol = 0, .atol = 0.5}));
  EXPECT_TRUE(tree_allclose(array{1.0}, array{1.0000099}));
  EXPECT_FALSE(tree_allclose(array{1.0}, array{1.0000101}));
  const tree half(astype(array{1.0F}, dtype::bf16));
  EXPECT_FALSE(tree_allclose(half, tree(astype(array{1.0078125F}, dtype::bf16))));
  EXPECT_TRUE(tree_allclose(tree(), tree()));
}

TEST(tree_allclose, knows_infinities_and_nan) {
  EXPECT_TRUE(tree_allclose(array{INFINITY, -INFINITY}, array{INFINITY, -INFINITY}));
  EXPECT_FALSE(tree_allclose(array{1.0F}, array{INFINITY}));
  EXPECT_FALSE(tree_allclose(array{INFINITY}, array{1.0F}));
  EXPECT_FALSE(tree_allclose(array{INFINITY}, array{-INFINITY}));
  EXPECT_FALSE(tree_allclose(array{NAN}, array{NAN}));
  EXPECT_TRUE(tree_allclose(array{NAN}, array{NAN}, {.equal_nan = true}));
  EXPECT_FALSE(tree_allclose(array{NAN}, array{1.0F}, {.equal_nan = true}));
}

TEST(tree_allclose, refuses_other_trees) {
  EXPECT_THROW(tree_allclose(array{1.0F}, array{1.0}), tree_mismatch);
  EXPECT_THROW(tree_allclose(array{1.0F}, array{1.0F, 2.0F}), tree_mismatch);
}

}  // namespace
