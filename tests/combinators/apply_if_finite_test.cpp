#include "optaxx/combinators/apply_if_finite.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/optimizers/adam.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;

TEST(apply_if_finite, takes_options_by_position_or_keyword) {
  const std::string text =
      "optax.apply_if_finite(inner=optax.scale(step_size=2), max_consecutive_errors=5)";
  EXPECT_EQ(describe(apply_if_finite(scale(2), 5)), text);
  EXPECT_EQ(describe(apply_if_finite({.inner = scale(2), .max_consecutive_errors = 5})), text);
}

TEST(apply_if_finite, keeps_its_counts_and_the_inner_state) {
  const opt_state state = apply_if_finite(trace(0.9), 5).init(array{1.0F});
  EXPECT_EQ(state.structure()->text(),
            "ApplyIfFiniteState(notfinite_count=*, last_finite=*, total_notfinite=*, "
            "inner_state=TraceState(trace=*))");
  EXPECT_EQ(state["last_finite"].leaf(), array::scalar(dtype::boolean, 1));
  EXPECT_EQ(state["notfinite_count"].leaf(), array::scalar(dtype::i32, 0));
  EXPECT_EQ(state["total_notfinite"].leaf(), array::scalar(dtype::i32, 0));
}

struct counts {
  double in_a_row, finite, total;
  bool operator==(const counts&) const = default;
};

counts counts_of(const opt_state& state) {
  return {state["notfinite_count"].leaf().item(), state["last_finite"].leaf().item(),
          state["total_notfinite"].leaf().item()};
}

TEST(apply_if_finite, counts_bad_steps_in_a_row_and_in_all) {
  const transformation tx = apply_if_finite(scale(2), 5);
  opt_state state = tx.init(array{0.0F, 0.0F});
  tx.update(array{1.0F, NAN}, state);
  EXPECT_EQ(counts_of(state), (counts{1, 0, 1}));
  tx.update(array{-INFINITY, 1.0F}, state);
  EXPECT_EQ(counts_of(state), (counts{2, 0, 2}));
  tx.update(array{1.0F, 1.0F}, state);
  EXPECT_EQ(counts_of(state), (counts{0, 1, 2}));
  tx.update(array{1.0F, INFINITY}, state);
  EXPECT_EQ(counts_of(state), (counts{1, 0, 3}));
}

TEST(apply_if_finite, rejects_bad_steps_with_zeros_and_leaves_the_inner_state) {
  const transformation tx = apply_if_finite(adam(0.1), 5);
  opt_state state = tx.init(array{0.0F, 0.0F});
  tx.update(array{1.0F, 2.0F}, state);
  const auto inner = bytes_of(tree(state["inner_state"]));
  const tree updates = tx.update(array{1.0F, NAN}, state);
  EXPECT_EQ(bytes_of(updates), bytes_of(array{0.0F, 0.0F}));
  EXPECT_EQ(bytes_of(tree(state["inner_state"])), inner);
}

TEST(apply_if_finite, lets_a_bad_step_through_after_too_many_in_a_row) {
  const transformation tx = apply_if_finite(scale(2), 1);
  opt_state state = tx.init(array{0.0F});
  EXPECT_EQ(tx.update(array{NAN}, state).leaf().item(), 0);
  EXPECT_TRUE(std::isnan(tx.update(array{NAN}, state).leaf().item()));
  EXPECT_TRUE(std::isnan(tx.update(array{NAN}, state).leaf().item()));
  EXPECT_EQ(tx.update(array{3.0F}, state).leaf().item(), 6);
  EXPECT_EQ(tx.update(array{NAN}, state).leaf().item(), 0);
  EXPECT_EQ(counts_of(state), (counts{1, 0, 4}));
}

TEST(apply_if_finite, looks_at_elements_and_not_at_a_norm) {
  const transformation tx = apply_if_finite(scale(0.5), 0);
  opt_state state = tx.init(array{0.0F, 0.0F});
  tx.update(array{3e38F, 3e38F}, state);  // finite, though their squares are not
  EXPECT_EQ(counts_of(state), (counts{0, 1, 0}));
}

TEST(apply_if_finite, steps_parameters_only_in_good_steps) {
  const transformation tx = apply_if_finite(scale(-0.5), 5);
  tree params = array{1.0F};
  opt_state state = tx.init(params);
  tx.step(array{NAN}, state, params);
  EXPECT_EQ(params, tree(array{1.0F}));
  tx.step(array{1.0F}, state, params);
  EXPECT_EQ(params, tree(array{0.5F}));
}

}  // namespace
