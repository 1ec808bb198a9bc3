#include "optaxx/transforms/scale_by_param_block_rms.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(scale_by_param_block_rms, takes_its_option_by_position_or_keyword) {
  const std::string text = "optax.scale_by_param_block_rms(min_scale=0.5)";
  EXPECT_EQ(describe(scale_by_param_block_rms(0.5)), text);
  EXPECT_EQ(describe(scale_by_param_block_rms({.min_scale = 0.5})), text);
  EXPECT_EQ(describe(scale_by_param_block_rms()), "optax.scale_by_param_block_rms()");
}

TEST(scale_by_param_block_rms, multiplies_each_leaf_by_the_rms_of_its_parameters) {
  const tree params{{"a", array{2.0F, -2.0F}}, {"b", array{0.0F, 0.0F}}};
  const tree grads{{"a", array{1.0F, 3.0F}}, {"b", array{4.0F, 8.0F}}};
  opt_state state = scale_by_param_block_rms(0.25).init(params);
  EXPECT_EQ(scale_by_param_block_rms(0.25).update(grads, state, params),
            (tree{{"a", array{2.0F, 6.0F}}, {"b", array{1.0F, 2.0F}}}));
}

TEST(scale_by_param_block_rms, needs_params) {
  opt_state state = scale_by_param_block_rms().init(array{1.0F});
  EXPECT_THAT([&] { scale_by_param_block_rms().update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "scale_by_param_block_rms: needs params, but update was called without them"));
}

}  // namespace
