#include "optaxx/optimizers/rmsprop.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;

TEST(rmsprop, keeps_a_trace_only_with_momentum) {
  EXPECT_EQ(rmsprop(0.1).init(array{1.0F}).structure()->text(),
            "(ScaleByRmsState(nu=*), EmptyState(), EmptyState())");
  EXPECT_EQ(rmsprop(0.1, {.momentum = 0.9}).init(array{1.0F}).structure()->text(),
            "(ScaleByRmsState(nu=*), EmptyState(), TraceState(trace=*))");
}

TEST(rmsprop, steps_by_the_gradient_over_its_mean_size) {
  const transformation tx = rmsprop(0.5, {.decay = 0.75, .eps = 0.0});
  tree params = array{1.0F, 1.0F};
  opt_state state = tx.init(params);
  tx.step(array{4.0F, -16.0F}, state, params);
  EXPECT_THAT(params.leaf().values<float>(), ElementsAre(0.0F, 2.0F));
}

}  // namespace
