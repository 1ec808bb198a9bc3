#include "optaxx/optimizers/noisy_sgd.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_noise.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

TEST(noisy_sgd, takes_options_by_position_or_keyword) {
  const std::string text = "optax.noisy_sgd(learning_rate=0.1, eta=0.5, gamma=0.6, key=3)";
  EXPECT_EQ(describe(noisy_sgd(0.1, 0.5, 0.6, 3)), text);
  EXPECT_EQ(describe(noisy_sgd({.learning_rate = 0.1, .eta = 0.5, .gamma = 0.6, .key = 3})), text);
  EXPECT_EQ(describe(noisy_sgd(0.1)), "optax.noisy_sgd(learning_rate=0.1)");
}

TEST(noisy_sgd, has_the_bits_of_its_chain) {
  const transformation one = noisy_sgd(0.1, {.key = 3});
  const transformation chained = chain(add_noise(0.01, 0.55, 3), scale_by_learning_rate(0.1));
  const tree grads = array{1.0F, -3.0F, 0.25F};
  opt_state state = one.init(grads);
  opt_state chained_state = chained.init(grads);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(grads, state), chained.update(grads, chained_state)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

// The losses in the documentation of optax.noisy_sgd.
TEST(noisy_sgd, takes_the_steps_of_the_documentation_of_optax) {
  const transformation tx = noisy_sgd(0.003, {.key = 0});
  tree params = array{1.0F, 2.0F, 3.0F};
  opt_state state = tx.init(params);
  for (const double expected : {13.8, 13.7, 13.5, 13.3, 13.2}) {
    array grads = params.leaf();
    for (std::size_t i = 0; i < 3; ++i) grads.mutable_data<float>()[i] *= 2;
    tx.step(grads, state, params);
    double loss = 0;
    for (const float x : params.leaf().values<float>())
      loss += static_cast<double>(x) * static_cast<double>(x);
    EXPECT_NEAR(loss, expected, 0.06);
  }
}

}  // namespace
