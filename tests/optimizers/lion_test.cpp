#include "optaxx/optimizers/lion.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(lion, steps_by_the_learning_rate_and_decays_weights) {
  const transformation tx = lion(0.5, {.weight_decay = 0.25});
  tree params = array{2.0F, -4.0F, 0.0F};
  opt_state state = tx.init(params);
  tx.step(array{10.0F, 0.1F, 0.0F}, state, params);
  EXPECT_THAT(params.leaf().values<float>(), ElementsAre(1.25F, -4.0F, 0.0F));
}

TEST(lion, needs_params) {
  opt_state state = lion(0.1).init(array{1.0F});
  EXPECT_THAT([&] { lion(0.1).update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "add_decayed_weights: needs params, but update was called without them"));
}

}  // namespace
