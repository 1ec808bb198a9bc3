#include "optaxx/transforms/scale_by_polyak.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

std::vector<float> updates_of(const transformation& tx, double value, const tree& grads) {
  opt_state state = tx.init(grads);
  const tree updates = tx.update(grads, state, none, {.value = value});
  const auto values = updates.leaf().values<float>();
  return {values.begin(), values.end()};
}

TEST(scale_by_polyak, scales_by_what_the_loss_is_above_its_least_value) {
  const tree grads = array{1.0F, -1.0F};
  EXPECT_THAT(updates_of(scale_by_polyak(), 0.5, grads), ElementsAre(0.25F, -0.25F));
  EXPECT_THAT(updates_of(scale_by_polyak(0.25), 0.5, grads), ElementsAre(0.125F, -0.125F));
  EXPECT_THAT(updates_of(scale_by_polyak(0.0, 0.125), 0.5, grads), ElementsAre(0.125F, -0.125F));
}

TEST(scale_by_polyak, steps_uphill_below_the_least_value_unless_told_not_to) {
  const tree grads = array{1.0F, -1.0F};
  EXPECT_THAT(updates_of(scale_by_polyak(1.0), 0.5, grads), ElementsAre(-0.25F, 0.25F));
  EXPECT_THAT(updates_of(scale_by_polyak(1.0, {.variant = "sps+"}), 0.5, grads),
              ElementsAre(0.0F, -0.0F));
}

TEST(scale_by_polyak, rests_where_the_gradient_vanishes) {
  EXPECT_THAT(updates_of(scale_by_polyak(), 0.5, array{1e-9F, 0.0F}), ElementsAre(0.0F, 0.0F));
}

TEST(scale_by_polyak, refuses_other_variants_and_a_step_without_the_loss) {
  EXPECT_THAT([] { scale_by_polyak({.variant = "sps++"}); },
              ThrowsMessage<std::invalid_argument>(
                  "scale_by_polyak: variant must be 'sps' or 'sps+', got 'sps++'"));
  const transformation tx = scale_by_polyak();
  opt_state state = tx.init(array{1.0F});
  EXPECT_THAT([&] { tx.update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "scale_by_polyak: needs the extra argument 'value', the loss at the parameters"));
}

}  // namespace
