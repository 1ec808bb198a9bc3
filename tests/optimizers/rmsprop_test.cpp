#include "optaxx/optimizers/rmsprop.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_rms.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(rmsprop, takes_options_by_position_or_keyword) {
  const std::string text = "optax.rmsprop(learning_rate=0.1, decay=0.99, eps=1e-06)";
  EXPECT_EQ(describe(rmsprop(0.1, 0.99, 1e-6)), text);
  EXPECT_EQ(describe(rmsprop(0.1, 0.99, {.eps = 1e-6})), text);
  EXPECT_EQ(describe(rmsprop({.learning_rate = 0.1, .decay = 0.99, .eps = 1e-6})), text);
  EXPECT_EQ(describe(rmsprop(0.1, {.initial_scale = 1.0,
                                   .eps_in_sqrt = false,
                                   .momentum = 0.9,
                                   .nesterov = true,
                                   .bias_correction = true})),
            "optax.rmsprop(learning_rate=0.1, initial_scale=1.0, eps_in_sqrt=False, momentum=0.9, "
            "nesterov=True, bias_correction=True)");
}

TEST(rmsprop, keeps_a_trace_only_with_momentum) {
  EXPECT_EQ(rmsprop(0.1).init(array{1.0F}).structure()->text(),
            "(ScaleByRmsState(nu=*), EmptyState(), EmptyState())");
  EXPECT_EQ(rmsprop(0.1, {.momentum = 0.9}).init(array{1.0F}).structure()->text(),
            "(ScaleByRmsState(nu=*), EmptyState(), TraceState(trace=*))");
}

TEST(rmsprop, is_made_of_scale_by_stddev_if_centered) {
  const rmsprop_options<> options{.learning_rate = 0.1, .initial_scale = 1.0, .centered = true};
  EXPECT_EQ(describe(rmsprop(options)),
            "optax.rmsprop(learning_rate=0.1, initial_scale=1.0, centered=True)");
  EXPECT_EQ(rmsprop(options).init(array{1.0F}).structure()->text(),
            "(ScaleByRStdDevState(mu=*, nu=*), EmptyState(), EmptyState())");
}

TEST(rmsprop, steps_by_the_gradient_over_its_mean_size) {
  const transformation tx = rmsprop(0.5, {.decay = 0.75, .eps = 0.0});
  tree params = array{1.0F, 1.0F};
  opt_state state = tx.init(params);
  tx.step(array{4.0F, -16.0F}, state, params);
  EXPECT_THAT(params.leaf().values<float>(), ElementsAre(0.0F, 2.0F));
}

TEST(rmsprop, has_the_bits_of_its_chain) {
  const transformation one = rmsprop(0.1, {.decay = 0.8, .momentum = 0.9, .nesterov = true});
  const transformation chained = chain(scale_by_rms({.decay = 0.8}), scale_by_learning_rate(0.1),
                                       trace(0.9, {.nesterov = true}));
  const tree grads = array{1.0F, -3.0F, 0.25F};
  opt_state state = one.init(grads);
  opt_state chained_state = chained.init(grads);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(grads, state), chained.update(grads, chained_state)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

}  // namespace
