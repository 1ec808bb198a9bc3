#include "optaxx/transforms/clip_by_block_rms.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace {

using namespace optaxx;
using testing::Each;
using testing::ElementsAre;
using testing::IsNan;

tree update(const transformation& tx, const tree& grads) {
  opt_state state = tx.init(grads);
  return tx.update(grads, state);
}

TEST(clip_by_block_rms, takes_its_option_by_position_or_keyword) {
  const std::string text = "optax.clip_by_block_rms(threshold=0.5)";
  EXPECT_EQ(describe(clip_by_block_rms(0.5)), text);
  EXPECT_EQ(describe(clip_by_block_rms({.threshold = 0.5})), text);
}

TEST(clip_by_block_rms, divides_each_leaf_by_what_its_rms_is_too_large) {
  const tree grads{{"a", array{3.0F, 3.0F, 3.0F, 3.0F}}, {"b", array{1.0F, -1.0F}}};
  EXPECT_EQ(update(clip_by_block_rms(1.5), grads),
            (tree{{"a", array{1.5F, 1.5F, 1.5F, 1.5F}}, {"b", array{1.0F, -1.0F}}}));
}

TEST(clip_by_block_rms, lets_a_nan_reach_all_of_its_leaf_only) {
  const tree updates =
      update(clip_by_block_rms(1.0), tree{{"a", array{NAN, 1.0F}}, {"b", array{0.5F}}});
  EXPECT_THAT(updates["a"].leaf().values<float>(), Each(IsNan()));
  EXPECT_THAT(updates["b"].leaf().values<float>(), ElementsAre(0.5F));
}

TEST(clip_by_block_rms, has_no_state) {
  EXPECT_EQ(clip_by_block_rms(1.0).init(array{1.0F}).structure()->text(), "EmptyState()");
}

}  // namespace
