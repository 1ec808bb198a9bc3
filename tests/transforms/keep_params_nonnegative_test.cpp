#include "optaxx/transforms/keep_params_nonnegative.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(keep_params_nonnegative, stops_parameters_at_zero) {
  tree params = array{1.0F, 1.0F, -2.0F, 0.0F};
  const transformation tx = keep_params_nonnegative();
  opt_state state = tx.init(params);
  const tree updates = tx.update(array{-0.5F, -3.0F, 1.0F, -1.0F}, state, params);
  EXPECT_THAT(updates.leaf().values<float>(), ElementsAre(-0.5F, -1.0F, 2.0F, 0.0F));
  EXPECT_TRUE(std::signbit(updates.leaf().values<float>()[3]));  // it is -p
}

TEST(keep_params_nonnegative, needs_params) {
  const transformation tx = keep_params_nonnegative();
  opt_state state = tx.init(array{1.0F});
  EXPECT_THAT([&] { tx.update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "keep_params_nonnegative: needs params, but update was called without them"));
}

}  // namespace
