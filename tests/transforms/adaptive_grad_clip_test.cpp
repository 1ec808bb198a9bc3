#include "optaxx/transforms/adaptive_grad_clip.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(adaptive_grad_clip, takes_options_by_position_or_keyword) {
  const std::string text = "optax.adaptive_grad_clip(clipping=0.01, eps=0.1)";
  EXPECT_EQ(describe(adaptive_grad_clip(0.01, 0.1)), text);
  EXPECT_EQ(describe(adaptive_grad_clip({.clipping = 0.01, .eps = 0.1})), text);
  EXPECT_EQ(describe(adaptive_grad_clip(0.01, {.axis = axes{0, 1}})),
            "optax.adaptive_grad_clip(clipping=0.01, axis=(0, 1))");
  EXPECT_EQ(describe(adaptive_grad_clip(0.01, {.axis = 1})),
            "optax.adaptive_grad_clip(clipping=0.01, axis=1)");
}

TEST(adaptive_grad_clip, bounds_the_norm_by_that_of_the_parameters) {
  const transformation tx = adaptive_grad_clip(0.5, 2.0);
  const tree params{{"big", array{6.0F, 8.0F}}, {"zero", array{0.0F, 0.0F}}};
  const tree grads{{"big", array{0.0F, -10.0F}}, {"zero", array{0.5F, 0.0F}}};
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(grads, state, params),
            (tree{{"big", array{0.0F, -5.0F}}, {"zero", array{0.5F, 0.0F}}}));
}

TEST(adaptive_grad_clip, needs_params) {
  opt_state state = adaptive_grad_clip(0.1).init(array{1.0F});
  EXPECT_THAT([&] { adaptive_grad_clip(0.1).update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "adaptive_grad_clip: needs params, but update was called without them"));
}

}  // namespace
