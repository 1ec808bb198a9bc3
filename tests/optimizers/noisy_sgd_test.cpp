#include "optaxx/optimizers/noisy_sgd.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;

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
