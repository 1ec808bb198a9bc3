#include "optaxx/tree_utils/tree_random_like.hpp"

#include <gmock/gmock.h>

#include "optaxx/random/samplers.hpp"
#include "optaxx/transforms/add_noise.hpp"

namespace {

using namespace optaxx;

const tree target{{"a", array{1.0F, 2.0F}}, {"b", array{1.0}}};

TEST(tree_random_like, draws_for_each_leaf_with_a_key_of_its_own) {
  const std::vector<prng_key> keys = tree_split_key_like(prng_key(3), target);
  EXPECT_EQ(keys, random::split(prng_key(3), 2));
  EXPECT_EQ(
      tree_random_like(prng_key(3), target),
      (tree{{"a", random::normal(keys[0], {2})}, {"b", random::normal(keys[1], {1}, dtype::f64)}}));
}

// It is what add_noise adds.
TEST(tree_random_like, is_the_noise_of_add_noise) {
  const transformation tx = add_noise(1.0, 0.0, 9);
  const tree zeros{{"a", array{0.0F, 0.0F}}, {"b", array{0.0F}}};
  opt_state state = tx.init(zeros);
  EXPECT_EQ(tx.update(zeros, state), tree_random_like(random::split(prng_key(9))[1], zeros));
}

TEST(tree_unwrap_random_key_data, has_the_words_of_keys) {
  const opt_state state = add_noise(1.0, 0.0, 9).init(target);
  const tree unwrapped = tree_unwrap_random_key_data(state);
  EXPECT_EQ(state["rng_key"].kind(), node_kind::rng_key);
  EXPECT_EQ(unwrapped["rng_key"].kind(), node_kind::leaf);
  EXPECT_EQ(unwrapped["count"].leaf(), state["count"].leaf());
  EXPECT_THAT(unwrapped["rng_key"].leaf().values<std::uint32_t>(), testing::ElementsAre(0, 9));
  EXPECT_EQ(tree_unwrap_random_key_data(target), target);
}

}  // namespace
