#include "optaxx/transforms/add_noise.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/random/samplers.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using testing::FloatEq;

TEST(add_noise, takes_options_by_position_or_keyword) {
  EXPECT_EQ(describe(add_noise(0.01, 0.55)), "optax.add_noise(eta=0.01, gamma=0.55)");
  EXPECT_EQ(describe(add_noise(0.01, 0.55, 3)), "optax.add_noise(eta=0.01, gamma=0.55, key=3)");
  EXPECT_EQ(describe(add_noise({.eta = 0.01, .gamma = 0.55, .key = random::key(3)})),
            describe(add_noise(0.01, 0.55, {.key = 3})));
}

TEST(add_noise, keeps_a_count_and_a_key) {
  const opt_state state = add_noise(0.01, 0.55, 3).init(array{1.0F});
  EXPECT_EQ(state["rng_key"].kind(), node_kind::rng_key);
  EXPECT_EQ(prng_key(state["rng_key"].leaf()), prng_key(3));
  EXPECT_EQ(state["count"].leaf().item(), 0);
}

// The example in the documentation of optax.add_noise: noise of standard deviation 0.1.
TEST(add_noise, adds_the_noise_of_optax) {
  const transformation tx = add_noise(0.01, 0.55);
  opt_state state = tx.init(array{0.0F, 0.0F, 0.0F});
  const tree u = tx.update(array{0.0F, 0.0F, 0.0F}, state);
  const float expected[] = {0.198907435F, -0.770177066F, -1.25873291F};
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_THAT(u.leaf().data<float>()[i], FloatEq(0.1F * expected[i]));
}

TEST(add_noise, draws_from_a_new_key_in_every_step) {
  const transformation tx = add_noise(1.0, 0.0, 5);
  const tree zeros{{"a", array{0.0F}}, {"b", array{0.0F, 0.0F}}};
  opt_state state = tx.init(zeros);
  prng_key key(5);
  for (int i = 0; i < 3; ++i) {
    const tree u = tx.update(zeros, state);
    const std::vector<prng_key> keys = random::split(key);
    const std::vector<prng_key> of_leaves = random::split(keys[1], 2);
    EXPECT_EQ(u["a"].leaf(), random::normal(of_leaves[0], {1}));
    EXPECT_EQ(u["b"].leaf(), random::normal(of_leaves[1], {2}));
    key = keys[0];
    EXPECT_EQ(prng_key(state["rng_key"].leaf()), key);
  }
}

TEST(add_noise, numbers_the_leaves_that_it_sees) {
  const tree zeros{{"a", array{0.0F}}, {"b", array{0.0F}}};
  const transformation tx = masked(add_noise(1.0, 0.0), paths("b"));
  opt_state state = tx.init(zeros);
  const prng_key sample = random::split(prng_key(0))[1];
  EXPECT_EQ(tx.update(zeros, state)["b"].leaf(), random::normal(random::split(sample, 1)[0], {1}));
}

// Neither the key nor the deviation is rounded to the leaf's dtype.
TEST(add_noise, is_rounded_once_below_float32) {
  for (const dtype type : {dtype::bf16, dtype::f16}) {
    const transformation tx = add_noise(0.01, 0.55, 5);
    const array zeros(type, {1000});
    opt_state state = tx.init(zeros);
    const array u = tx.update(zeros, state).leaf();
    const prng_key sample = random::split(prng_key(5))[1];
    array expected = random::normal(random::split(sample, 1)[0], {1000});
    for (std::size_t i = 0; i < expected.size(); ++i)
      expected.mutable_data<float>()[i] *= std::sqrt(0.01F);
    EXPECT_EQ(u, astype(expected, type));
  }
}

TEST(add_noise, comes_again_from_a_copy_of_the_state) {
  const transformation tx = add_noise(0.1, 0.5);
  const tree grads = array{1.0, 2.0};
  opt_state state = tx.init(grads);
  tx.update(grads, state);
  opt_state copy = state;
  EXPECT_EQ(bytes_of(tx.update(grads, state)), bytes_of(tx.update(grads, copy)));
}

// 1 / t^gamma of the variance.
TEST(add_noise, falls_with_the_steps) {
  const transformation tx = add_noise(4.0, 1.0);
  const array zeros(dtype::f32, {40000});
  opt_state state = tx.init(zeros);
  for (int t = 1; t <= 4; ++t) {
    const tree updates = tx.update(zeros, state);
    double squares = 0;
    for (const float x : updates.leaf().values<float>())
      squares += static_cast<double>(x) * static_cast<double>(x);
    EXPECT_NEAR(squares / 40000, 4.0 / t, 0.15 / t);
  }
}

}  // namespace
