#include "optaxx/optimizers/lars.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_trust_ratio.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

TEST(lars, takes_options_by_position_or_keyword) {
  const std::string text = "optax.lars(learning_rate=0.1, weight_decay=0.5)";
  EXPECT_EQ(describe(lars(0.1, 0.5)), text);
  EXPECT_EQ(describe(lars({.learning_rate = 0.1, .weight_decay = 0.5})), text);
  EXPECT_EQ(describe(lars(0.1, {.trust_coefficient = 1.0, .momentum = 0.5, .nesterov = true})),
            "optax.lars(learning_rate=0.1, trust_coefficient=1.0, momentum=0.5, nesterov=True)");
}

TEST(lars, keeps_the_state_of_its_chain) {
  EXPECT_EQ(lars(0.1).init(array{1.0F}).structure()->text(),
            "(MaskedState(inner_state=EmptyState()), MaskedState(inner_state=EmptyState()), "
            "EmptyState(), TraceState(trace=*))");
}

TEST(lars, has_the_bits_of_its_chain) {
  const transformation one = lars(0.1, 0.5, {.trust_coefficient = 0.25, .eps = 1e-3});
  const transformation chained =
      chain(add_decayed_weights(0.5, true),
            masked(scale_by_trust_ratio({.trust_coefficient = 0.25, .eps = 1e-3}), true),
            scale_by_learning_rate(0.1), trace(0.9));
  const tree grads = array{1.0F, -3.0F, 0.25F};
  tree params = array{0.5F, 2.0F, -1.0F};
  opt_state state = one.init(grads);
  opt_state chained_state = chained.init(grads);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(grads, state, params),
                                   chained.update(grads, chained_state, params)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

}  // namespace
