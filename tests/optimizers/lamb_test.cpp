#include "optaxx/optimizers/lamb.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(lamb, begins_with_a_step_as_long_as_the_parameters_times_the_rate) {
  const tree params = array{3.0F, 4.0F};
  opt_state state = lamb(0.5).init(params);
  const auto updates = lamb(0.5).update(array{1.0F, -1.0F}, state, params);
  // The norm of the update is sqrt(2), that of the parameters 5.
  EXPECT_NEAR(updates.leaf().values<float>()[0], -2.5 / std::sqrt(2.0), 1e-6);
  EXPECT_NEAR(updates.leaf().values<float>()[1], 2.5 / std::sqrt(2.0), 1e-6);
}

TEST(lamb, needs_params_even_without_decay) {
  opt_state state = lamb(0.1).init(array{1.0F});
  EXPECT_THAT([&] { lamb(0.1).update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "add_decayed_weights: needs params, but update was called without them"));
}

}  // namespace
