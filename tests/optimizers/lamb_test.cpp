#include "optaxx/optimizers/lamb.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_trust_ratio.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(lamb, takes_options_by_position_or_keyword) {
  const std::string text = "optax.lamb(learning_rate=0.001, b1=0.8, weight_decay=0.1)";
  EXPECT_EQ(describe(lamb(1e-3, 0.8, {.weight_decay = 0.1})), text);
  EXPECT_EQ(describe(lamb(1e-3, {.b1 = 0.8, .weight_decay = 0.1})), text);
  EXPECT_EQ(describe(lamb({.learning_rate = 1e-3, .b1 = 0.8, .weight_decay = 0.1})), text);
  EXPECT_EQ(describe(lamb(1e-3, {.eps = 1e-6})), "optax.lamb(learning_rate=0.001)");
}

TEST(lamb, begins_with_a_step_as_long_as_the_parameters_times_the_rate) {
  const tree params = array{3.0F, 4.0F};
  opt_state state = lamb(0.5).init(params);
  const auto updates = lamb(0.5).update(array{1.0F, -1.0F}, state, params);
  // The norm of the update is sqrt(2), that of the parameters 5.
  EXPECT_NEAR(updates.leaf().values<float>()[0], -2.5 / std::sqrt(2.0), 1e-6);
  EXPECT_NEAR(updates.leaf().values<float>()[1], 2.5 / std::sqrt(2.0), 1e-6);
}

TEST(lamb, has_the_bits_of_its_chain) {
  const transformation one = lamb(0.1, {.b1 = 0.8, .weight_decay = 0.5, .mask = paths("w")});
  const transformation chained =
      chain(scale_by_adam({.b1 = 0.8, .eps = 1e-6}), add_decayed_weights(0.5, {.mask = paths("w")}),
            scale_by_trust_ratio(), scale_by_learning_rate(0.1));
  const tree p{{"b", array{1.0F, 2.0F}}, {"w", array{-2.0F}}};
  opt_state state = one.init(p);
  opt_state chained_state = chained.init(p);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(p, state, p), chained.update(p, chained_state, p)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

TEST(lamb, needs_params_even_without_decay) {
  opt_state state = lamb(0.1).init(array{1.0F});
  EXPECT_THAT([&] { lamb(0.1).update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "add_decayed_weights: needs params, but update was called without them"));
}

}  // namespace
