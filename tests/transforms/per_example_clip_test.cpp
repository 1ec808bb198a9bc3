#include "optaxx/transforms/per_example_clip.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <optaxx/optaxx.hpp>

namespace {

using namespace optaxx;
using testing::Each;
using testing::ElementsAre;
using testing::ThrowsMessage;

constexpr double infinity = std::numeric_limits<double>::infinity();

array of(const shape& s, std::initializer_list<float> values) {
  array a(dtype::f32, s);
  std::copy(values.begin(), values.end(), a.mutable_data<float>());
  return a;
}

// Optax's own example.
const array example = of({4, 3}, {0, 0, 0, 0, 3, 4, 4, 0, 3, 3, 4, 0});

TEST(per_example_global_norm_clip, shortens_each_example_to_the_norm) {
  const std::pair<double, std::pair<float, double>> rows[] = {
      {infinity, {7.0F, 0}}, {0.0, {0.0F, 3}}, {1.25, {1.75F, 3}}};
  for (const auto& [clip, expected] : rows) {
    for (const bool layers : {false, true}) {
      const auto [sum, clipped] = layers ? per_example_layer_norm_clip(tree(example), clip)
                                         : per_example_global_norm_clip(tree(example), clip);
      EXPECT_THAT(sum.leaf().values<float>(), Each(expected.first)) << clip;
      EXPECT_EQ(clipped.leaf().item(), expected.second) << clip;
      EXPECT_EQ(clipped.leaf().dtype(), dtype::i32);
    }
  }
}

// A norm of 5 over both leaves, of which each has a part.
TEST(per_example_global_norm_clip, takes_all_leaves_together) {
  const tree grads{{"a", of({2, 1}, {3, 1})}, {"b", of({2}, {4, 0})}};
  const auto [sum, clipped] = per_example_global_norm_clip(grads, 2.5);
  EXPECT_THAT(sum["a"].leaf().values<float>(), ElementsAre(2.5F));
  EXPECT_THAT(sum["b"].leaf().values<float>(), ElementsAre(2.0F));
  EXPECT_EQ(sum["b"].leaf().shape().rank(), 0U);
  EXPECT_EQ(clipped.leaf().item(), 1);
}

// Each of two leaves is shortened to 5 / sqrt(2), or by its elements to 5 * sqrt(1/4) and the rest.
TEST(per_example_layer_norm_clip, divides_the_norm_among_the_leaves) {
  const tree grads{{"a", of({1, 1}, {100})}, {"b", of({1, 3}, {100, 0, 0})}};
  const auto even = per_example_layer_norm_clip(grads, 5).first;
  EXPECT_FLOAT_EQ(even["a"].leaf().values<float>()[0], 3.5355339F);
  EXPECT_FLOAT_EQ(even["b"].leaf().values<float>()[0], 3.5355339F);
  const auto [by_size, clipped] = per_example_layer_norm_clip(grads, 5, false);
  EXPECT_FLOAT_EQ(by_size["a"].leaf().values<float>()[0], 2.5F);
  EXPECT_FLOAT_EQ(by_size["b"].leaf().values<float>()[0], 4.3301270F);
  EXPECT_EQ(clipped["a"].leaf().item(), 1);
}

TEST(per_example_global_norm_clip, leaves_an_example_that_is_not_a_number_as_it_is) {
  const tree grads = of({2, 1}, {std::nanf(""), 1});
  const auto [sum, clipped] = per_example_global_norm_clip(grads, 0.5);
  EXPECT_TRUE(std::isnan(sum.leaf().values<float>()[0]));
  EXPECT_EQ(clipped.leaf().item(), 1);
}

TEST(per_example_global_norm_clip, wants_as_many_examples_of_each_leaf) {
  EXPECT_THAT([] { per_example_global_norm_clip(tree(array(1.0F)), 1); },
              ThrowsMessage<tree_mismatch>("per_example_global_norm_clip: grads has shape (), "
                                           "expected an axis of examples in front"));
  EXPECT_THAT(
      [] {
        per_example_layer_norm_clip(tree{{"a", of({2}, {1, 2})}, {"b", of({1}, {1})}}, 1);
      },
      ThrowsMessage<tree_mismatch>(
          "per_example_layer_norm_clip: grads['b'] has 1 examples, the first has 2"));
}

}  // namespace
