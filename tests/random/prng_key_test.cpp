#include "optaxx/random/prng_key.hpp"

#include <gmock/gmock.h>

#include "core/threefry.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;
using words = std::array<std::uint32_t, 2>;

// Salmon et al.'s known answers; counters in JAX's order.
TEST(threefry, has_the_known_answers) {
  EXPECT_EQ(threefry::block(words{0, 0}, 0), (words{0x6b200159, 0x99ba4efe}));
  EXPECT_EQ(threefry::block(words{0xffffffff, 0xffffffff}, 0xffffffffffffffff),
            (words{0x1cb996fc, 0xbb002be7}));
  EXPECT_EQ(threefry::block(words{0x13198a2e, 0x03707344}, 0x243f6a8885a308d3),
            (words{0xc4923a9c, 0x483df7a0}));
}

TEST(prng_key, is_made_of_a_seed_as_in_jax) {
  EXPECT_EQ(prng_key(42).words(), (words{0, 42}));
  EXPECT_EQ(random::key(0x1234567890abcdef).words(), (words{0x12345678, 0x90abcdef}));
  EXPECT_THAT([] { prng_key(-3); }, ThrowsMessage<std::invalid_argument>(
                                        "prng_key: the seed must not be negative, got -3"));
}

TEST(prng_key, is_a_leaf_of_a_state) {
  const tree leaf = prng_key(7).leaf();
  EXPECT_EQ(leaf.kind(), node_kind::rng_key);
  EXPECT_THAT(leaf.leaf().values<std::uint32_t>(), ElementsAre(0U, 7U));
  EXPECT_EQ(prng_key(leaf.leaf()), prng_key(7));
  EXPECT_THAT(
      [] {
        prng_key(array{1.0F, 2.0F});
      },
      ThrowsMessage<std::invalid_argument>("prng_key: a key is uint32 (2,), got float32 (2,)"));
}

TEST(prng_key, is_spelled_as_in_python) {
  EXPECT_EQ(prng_key(7).text(), "7");
  EXPECT_EQ(prng_key(words{1, 2}).text(),
            "jax.random.wrap_key_data(jnp.array([1, 2], dtype=jnp.uint32))");
}

// jax.random.split(jax.random.key(0), 3)
TEST(prng_key, is_split_as_in_jax) {
  const std::vector<prng_key> keys = random::split(prng_key(0), 3);
  EXPECT_THAT(keys, ElementsAre(prng_key(words{1797259609, 2579123966}),
                                prng_key(words{928981903, 3453687069}),
                                prng_key(words{4146024105, 2718843009})));
  EXPECT_EQ(random::split(prng_key(0)).size(), 2U);
  EXPECT_EQ(random::fold_in(prng_key(0), 2), keys[2]);
}

}  // namespace
