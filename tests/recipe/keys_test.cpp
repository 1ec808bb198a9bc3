// Keys of jax.random in recipes. What is refused, JAX 0.10 refuses too, but for arrays of keys and
// for other generators than its default.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>

#include "optaxx/optaxx.hpp"
#include "recipe/evaluated.hpp"
#include "support/same_bits.hpp"

namespace {

using namespace optaxx;

std::string result_of(const std::string& expression) { return evaluated("result = " + expression); }

void says(const std::string& expression, const std::string& expected) {
  const std::string said = result_of(expression);
  EXPECT_NE(said.find(expected), std::string::npos) << said;
}

std::string wrapped(const std::string& words) {
  return "jax.random.wrap_key_data(jnp.array([" + words + "], dtype=jnp.uint32))";
}

// As describe writes it.
std::string key_of(const std::string& expression) {
  const std::string before = "optax.add_noise(eta=0.1, gamma=0.5, key=";
  const std::string text = describe(recipe(before + expression + ")"));
  return text.substr(before.size(), text.size() - before.size() - 1);
}

TEST(recipe_keys, are_made_of_seeds_and_of_words) {
  EXPECT_EQ(key_of("jax.random.key(42)"), "42");
  EXPECT_EQ(key_of("jax.random.key(seed=42, impl=None)"), "42");
  EXPECT_EQ(key_of(wrapped("0, 42")), "42");
  EXPECT_EQ(key_of(wrapped("1, 2")), wrapped("1, 2"));
  EXPECT_EQ(key_of(wrapped("4294967295, 4294967294")), wrapped("4294967295, 4294967294"));
  for (const char* const words :
       {"np.array([1, 2], dtype=np.uint32)", "jnp.asarray((1, 2), 'uint32')",
        "jnp.asarray(np.array([1, 2], np.uint32))", "jnp.array([1.5, 2.0], dtype=jnp.uint32)",
        "jnp.array(np.array([1, 2]), dtype=jnp.uint32)",
        "jax.random.key_data(jax.random.wrap_key_data(np.array([True, 2], np.uint32)))"}) {
    EXPECT_EQ(key_of("jax.random.wrap_key_data(" + std::string(words) + ")"), wrapped("1, 2"))
        << words;
  }
  EXPECT_EQ(key_of("jax.random.wrap_key_data(key_bits_array=np.array([1, 2], np.uint32), "
                   "impl='threefry2x32')"),
            wrapped("1, 2"));
  EXPECT_EQ(result_of("jax.random.key_data(jax.random.key(3))"), "uint32(2,)");
  EXPECT_EQ(result_of("jax.random.key(3)"), "jax.random.key(3)");
}

TEST(recipe_keys, are_refused_where_they_are_no_keys) {
  const std::string words = "the words of a key are a uint32 array of shape (2,), got ";
  const auto wrapping = [&](const std::string& data, const std::string& expected) {
    says("jax.random.wrap_key_data(" + data + ")",
         "column 35: jax.random.wrap_key_data: " + expected);
  };
  wrapping("[1, 2]", words + "the list [1, 2]");
  wrapping("3", words + "3");
  wrapping("jnp.int32(3)", words + "the array 3");
  wrapping("jax.random.key(3)", words + "a key of random numbers");
  wrapping("jnp.array([1, 2])", words + "int32 (2,)");
  wrapping("np.array([1, 2])", words + "int64 (2,)");
  wrapping("jnp.array([1.0, 2.0])", words + "float32 (2,)");
  wrapping("jnp.array([1], dtype=jnp.uint32)", words + "uint32 (1,)");
  wrapping("jnp.array([1, 2, 3, 4], dtype=jnp.uint32)", words + "uint32 (4,)");
  wrapping("jnp.array([[1, 2]], dtype=jnp.uint32)", words + "uint32 (1, 2)");
  says("jnp.array([-1, 2], dtype=jnp.uint32)", "column 20: -1 does not fit a uint32");
  says("jnp.array([1, 2**32], dtype=jnp.uint32)", "column 20: 4294967296 does not fit a uint32");
  says("np.array([1, -1.0], np.uint32)", "-1.0 does not fit a uint32");
  says("jnp.array([jnp.nan, 1.0], jnp.uint32)", "nan does not fit a uint32");
  says("jnp.array([1, 2], dtype=jnp.uint32) + 1", "numbers of type uint32 are not known here");

  const std::string data = "jnp.array([1, 2], dtype=jnp.uint32)";
  says("jax.random.wrap_key_data(" + data + ", impl='rbg')",
       "impl must be 'threefry2x32' here, got the string 'rbg'");
  says("jax.random.wrap_key_data(" + data + ", impl=3)", "impl must be 'threefry2x32' here, got 3");
  says("jax.random.wrap_key_data(" + data + ", 'threefry2x32')", "impl is given by its name");
  says("jax.random.wrap_key_data()", "key_bits_array");
  says("jax.random.key(1.5)", "jax.random.key: seed must be an integer, got 1.5");
  says("jax.random.key(jax.random.key(1))", "seed must be an integer, got a key");
  says("jax.random.key(3, impl='rbg')", "impl must be 'threefry2x32' here");
  says("jax.random.key_data(3)", "jax.random.key_data: " + words + "3");
  says("optax.add_noise(0.1, 0.5, " + data + ")",
       "optax.add_noise: key must be a seed or a key, got an array of uint32(2,)");
}

// The same description and the same bits, of keys that a seed gives and of others.
TEST(recipe_keys, are_read_as_describe_writes_them) {
  using words = std::array<std::uint32_t, 2>;
  const tree grads{{"b", array{0.5F, -1.0F}}, {"w", array{3.0F}}};
  for (const words& w : {words{0, 7}, words{1, 2}, words{4294967295, 4294967295}, words{7, 0}}) {
    for (const transformation& tx :
         {add_noise(0.1, 0.5, prng_key(w)), noisy_sgd(0.1, {.key = prng_key(w)})}) {
      const transformation again = recipe(describe(tx));
      EXPECT_EQ(describe(again), describe(tx));
      opt_state state = tx.init(grads);
      opt_state state_again = again.init(grads);
      for (int step = 0; step < 2; ++step) {
        EXPECT_TRUE(support::same_bits(again.update(grads, state_again).leaves(),
                                       tx.update(grads, state).leaves()))
            << describe(tx);
      }
    }
  }
  EXPECT_EQ(describe(recipe("optax.add_noise(0.1, 0.5, key=jax.random.key(7))")),
            describe(add_noise(0.1, 0.5, 7)));
}

}  // namespace
