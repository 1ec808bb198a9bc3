#include "optaxx/tree_utils/tree_batch_shape.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace {

using namespace optaxx;

// optax.tree.batch_shape({'a': jnp.array([1., 2.]), 'b': jnp.array(3.)}, (2, 1))
TEST(tree_batch_shape, puts_a_batch_in_front_of_each_array) {
  const tree t{{"a", array{1.0F, 2.0F}}, {"b", array(3.0F)}};
  const tree batched = tree_batch_shape(t, {2, 1});
  EXPECT_EQ(batched["a"].leaf().shape(), shape({2, 1, 2}));
  EXPECT_EQ(batched["b"].leaf().shape(), shape({2, 1}));
  EXPECT_THAT(batched["a"].leaf().values<float>(), testing::ElementsAre(1, 2, 1, 2));
  EXPECT_THAT(batched["b"].leaf().values<float>(), testing::ElementsAre(3, 3));
  EXPECT_EQ(tree_batch_shape(t), t);
  EXPECT_EQ(tree_batch_shape(t, {0})["a"].leaf().size(), 0U);
  EXPECT_EQ(tree_batch_shape(array(dtype::f32, {0, 2}), {3}).leaf().shape(), shape({3, 0, 2}));
  EXPECT_THROW(tree_batch_shape(t, {1, 1, 1, 1, 1, 1, 1, 1}), std::invalid_argument);
}

}  // namespace
