#include "optaxx/transforms/scale_by_trust_ratio.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(scale_by_trust_ratio, takes_options_by_position_or_keyword) {
  const std::string text =
      "optax.scale_by_trust_ratio(min_norm=0.1, trust_coefficient=0.02, eps=1e-06)";
  EXPECT_EQ(describe(scale_by_trust_ratio(0.1, 0.02, 1e-6)), text);
  EXPECT_EQ(describe(scale_by_trust_ratio(0.1, {.trust_coefficient = 0.02, .eps = 1e-6})), text);
  EXPECT_EQ(
      describe(scale_by_trust_ratio({.min_norm = 0.1, .trust_coefficient = 0.02, .eps = 1e-6})),
      text);
  EXPECT_EQ(describe(scale_by_trust_ratio()), "optax.scale_by_trust_ratio()");
}

TEST(scale_by_trust_ratio, has_no_state) {
  EXPECT_EQ(scale_by_trust_ratio().init(array{1.0F}).structure()->text(), "EmptyState()");
}

TEST(scale_by_trust_ratio, needs_params) {
  opt_state state = scale_by_trust_ratio().init(array{1.0F});
  EXPECT_THAT([&] { scale_by_trust_ratio().update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "scale_by_trust_ratio: needs params, but update was called without them"));
}

tree update(const transformation& tx, const tree& grads, const tree& params) {
  opt_state state = tx.init(params);
  return tx.update(grads, state, params);
}

TEST(scale_by_trust_ratio, gives_each_leaf_the_norm_of_its_parameters) {
  const tree params{{"a", array{3.0F, 4.0F}}, {"b", array{8.0F}}};
  const tree grads{{"a", array{0.0F, 2.0F}}, {"b", array{-16.0F}}};
  EXPECT_EQ(update(scale_by_trust_ratio(), grads, params),
            (tree{{"a", array{0.0F, 5.0F}}, {"b", array{-8.0F}}}));
}

TEST(scale_by_trust_ratio, leaves_the_update_alone_where_a_norm_is_zero) {
  const tree params{{"a", array{0.0F, 0.0F}}, {"b", array{8.0F}}};
  const tree grads{{"a", array{0.0F, 2.0F}}, {"b", array{0.0F}}};
  EXPECT_EQ(update(scale_by_trust_ratio(), grads, params), grads);
}

TEST(scale_by_trust_ratio, keeps_both_norms_from_getting_small) {
  const tree params{{"a", array{1.0F}}, {"b", array{8.0F}}};
  const tree grads{{"a", array{8.0F}}, {"b", array{1.0F}}};
  EXPECT_EQ(update(scale_by_trust_ratio({.min_norm = 4.0}), grads, params),
            (tree{{"a", array{4.0F}}, {"b", array{2.0F}}}));
}

TEST(scale_by_trust_ratio, has_a_coefficient_and_an_eps) {
  const transformation tx = scale_by_trust_ratio({.trust_coefficient = 0.5, .eps = 2.0});
  EXPECT_THAT(update(tx, array{2.0F}, array{8.0F}).leaf().values<float>(), ElementsAre(2.0F));
}

}  // namespace
