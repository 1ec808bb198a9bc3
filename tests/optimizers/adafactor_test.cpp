#include "optaxx/optimizers/adafactor.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/clip_by_block_rms.hpp"
#include "optaxx/transforms/ema.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_param_block_rms.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;

std::string links_of(const transformation& tx) { return tx.init(array{1.0F}).structure()->text(); }

TEST(adafactor, takes_options_by_position_or_keyword) {
  EXPECT_EQ(describe(adafactor()), "optax.adafactor()");
  EXPECT_EQ(describe(adafactor(0.1)), "optax.adafactor(learning_rate=0.1)");
  EXPECT_EQ(describe(adafactor(0.1, {.min_dim_size_to_factor = 32,
                                     .clipping_threshold = std::nullopt,
                                     .momentum = 0.9,
                                     .weight_decay_rate = 0.5,
                                     .factored = false})),
            "optax.adafactor(learning_rate=0.1, min_dim_size_to_factor=32, "
            "clipping_threshold=None, momentum=0.9, weight_decay_rate=0.5, factored=False)");
}

TEST(adafactor, has_a_link_for_each_option_that_is_set) {
  const std::string first = "(FactoredState(count=*, v_row=*, v_col=*, v=*), ";
  EXPECT_EQ(links_of(adafactor()), first + "EmptyState(), EmptyState(), EmptyState())");
  EXPECT_EQ(links_of(adafactor(0.1, {.momentum = 0.9, .weight_decay_rate = 0.5})),
            first +
                "EmptyState(), EmptyState(), EmptyState(), EmaState(count=*, ema=*), "
                "EmptyState(), EmptyState())");
  EXPECT_EQ(links_of(adafactor(
                {.multiply_by_parameter_scale = false, .clipping_threshold = std::nullopt})),
            first + "EmptyState())");
}

TEST(adafactor, has_the_bits_of_its_chain) {
  const transformation one =
      adafactor(0.1, {.decay_rate = 0.5, .momentum = 0.9, .weight_decay_rate = 0.01});
  const transformation chained =
      chain(scale_by_factored_rms({.decay_rate = 0.5}), clip_by_block_rms(1.0),
            scale_by_learning_rate(0.1, {.flip_sign = false}), scale_by_param_block_rms(),
            ema(0.9, {.debias = false, .accumulator_dtype = dtype::f32}), add_decayed_weights(0.01),
            scale(-1));
  const tree grads = array{1.0F, -3.0F, 0.25F};
  const tree params = array{0.5F, 2.0F, -1.0F};
  opt_state state = one.init(params);
  opt_state chained_state = chained.init(params);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(support::same_tree(one.update(grads, state, params),
                                   chained.update(grads, chained_state, params)));
    EXPECT_TRUE(support::same_tree(state, chained_state));
  }
}

}  // namespace
