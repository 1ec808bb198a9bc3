#include "optaxx/transforms/clip_by_global_norm.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/combinators/masked.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;

tree params() { return {{"a", array{0.0F}}, {"b", array{0.0F}}}; }

TEST(clip_by_global_norm, takes_its_bound_by_position_or_keyword) {
  EXPECT_EQ(describe(clip_by_global_norm(1.0)), "optax.clip_by_global_norm(max_norm=1.0)");
  EXPECT_EQ(describe(clip_by_global_norm({.max_norm = 1.0})),
            "optax.clip_by_global_norm(max_norm=1.0)");
}

TEST(clip_by_global_norm, has_no_state) {
  EXPECT_EQ(clip_by_global_norm(1.0).init(params()).structure()->text(), "EmptyState()");
}

TEST(clip_by_global_norm, scales_all_leaves_by_their_common_norm) {
  const transformation tx = clip_by_global_norm(0.5);
  opt_state state = tx.init(params());
  const tree updates = tx.update({{"a", array{3.0F}}, {"b", array{-4.0F}}}, state);
  EXPECT_THAT(updates["a"].leaf().values<float>(), ElementsAre(3.0F / 5.0F * 0.5F));
  EXPECT_THAT(updates["b"].leaf().values<float>(), ElementsAre(-4.0F / 5.0F * 0.5F));
}

TEST(clip_by_global_norm, hands_small_updates_on_as_they_are) {
  const transformation tx = clip_by_global_norm(1.0);
  const tree grads{{"a", array{-0.0F}}, {"b", array{1e-40F}}};
  opt_state state = tx.init(params());
  EXPECT_EQ(support::bytes_of(tx.update(grads, state)), support::bytes_of(grads));
}

TEST(clip_by_global_norm, makes_everything_nan_if_anything_is) {
  const transformation tx = clip_by_global_norm(1.0);
  opt_state state = tx.init(params());
  const tree updates = tx.update({{"a", array{NAN}}, {"b", array{1.0F}}}, state);
  EXPECT_TRUE(std::isnan(updates["a"].leaf().item()));
  EXPECT_TRUE(std::isnan(updates["b"].leaf().item()));
}

TEST(clip_by_global_norm, makes_zeros_of_finite_updates_whose_norm_overflows) {
  const transformation tx = clip_by_global_norm(1.0);
  opt_state state = tx.init(params());
  const tree updates = tx.update({{"a", array{1e20F}}, {"b", array{1.0F}}}, state);
  EXPECT_EQ(updates, params());
}

TEST(clip_by_global_norm, counts_only_the_leaves_of_a_mask) {
  const transformation tx = masked(clip_by_global_norm(0.5), mask_tree{{"a", true}, {"b", false}});
  opt_state state = tx.init(params());
  const tree updates = tx.update({{"a", array{2.0F}}, {"b", array{100.0F}}}, state);
  EXPECT_THAT(updates["a"].leaf().values<float>(), ElementsAre(0.5F));
  EXPECT_THAT(updates["b"].leaf().values<float>(), ElementsAre(100.0F));
}

// At a norm of max_norm Optax divides by the one and multiplies by the other.
TEST(clip_by_global_norm, corrected_leaves_a_norm_of_max_norm_as_it_is) {
  const tree zeros{{"a", array{0.0F}}, {"b", array{0.0F}}};
  const transformation optax = clip_by_global_norm(0.0);
  opt_state state = optax.init(params());
  EXPECT_TRUE(std::isnan(optax.update(zeros, state)["a"].leaf().item()));

  const transformation tx = clip_by_global_norm(0.0, {.corrected = true});
  state = tx.init(params());
  EXPECT_EQ(tx.update(zeros, state), zeros);
  const tree clipped = tx.update({{"a", array{3.0F}}, {"b", array{4.0F}}}, state);
  EXPECT_EQ(clipped, zeros);
}

}  // namespace
