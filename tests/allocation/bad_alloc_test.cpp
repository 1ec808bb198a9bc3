// Wherever in a call memory runs out: nothing has changed, and the next call is as if that one had
// not been made.
#include <gtest/gtest.h>

#include <optaxx/optaxx.hpp>
#include <vector>

#include "heap.hpp"
#include "support/every_transformation.hpp"
#include "support/failures.hpp"
#include "support/hostile.hpp"
#include "support/int8_blocks.hpp"
#include "support/settings.hpp"

namespace {

using namespace optaxx;
using support::contents;

const support::trap shortage{heap::fail_after, heap::recover};

// Gradient steps, silent ones and one that apply_if_finite leaves out.
const support::problem& example() {
  const std::vector<contents> of_grads = {contents::plain, contents::plain, contents::nonfinite,
                                          contents::plain};
  static const std::vector<std::int64_t> lengths = {3, 70, -1, 8, 9};
  static const support::problem p = support::make_problem(
      lengths, {dtype::f32, dtype::f64, dtype::bf16, dtype::f16}, contents::plain, of_grads);
  return p;
}

// The state becomes wider in the first step.
const support::problem& wide_gradients() {
  const std::vector<contents> of_grads = {contents::plain, contents::plain, contents::nonfinite,
                                          contents::plain};
  static const std::vector<std::int64_t> lengths = {3, 70, -1, 8};
  static const support::problem p = support::make_problem(
      lengths, {{dtype::bf16, dtype::f16}, {dtype::f32, dtype::bf16}}, contents::plain, of_grads);
  return p;
}

class a_shortage_of_memory : public testing::Test {
 private:
  const support::setting one_thread_{instruction_set(), 1};
};

TEST_F(a_shortage_of_memory, changes_nothing_at_any_place_of_a_step) {
  for (const auto& row : support::every_transformation()) {
    SCOPED_TRACE(row.name);
    support::expect_failures_change_nothing(shortage, row.tx, row.tx, example());
    if (HasFailure()) return;
  }
}

TEST_F(a_shortage_of_memory, changes_nothing_where_gradients_are_wider_than_parameters) {
  for (const auto& row : support::every_transformation()) {
    SCOPED_TRACE(row.name);
    support::expect_failures_change_nothing(shortage, row.tx, row.tx, wide_gradients());
    if (HasFailure()) return;
  }
}

TEST_F(a_shortage_of_memory, changes_nothing_where_a_state_is_used_by_another_transformation) {
  const path_set weights = paths("**/w");
  support::expect_failures_change_nothing(shortage, adamw(0.1, {.mask = weights}),
                                          adamw(0.5, {.mask = weights}), example());
}

TEST_F(a_shortage_of_memory, changes_nothing_where_slots_are_in_blocks) {
  const transformation tx = support::int8_momentum();
  support::expect_failures_change_nothing(shortage, tx, tx, example());
  support::expect_failures_change_nothing(shortage, tx, tx, wide_gradients());
  support::expect_failures_of_init_come_through(shortage, tx, example().params);
}

TEST_F(a_shortage_of_memory, in_init_comes_through) {
  for (const auto& row : support::every_transformation()) {
    SCOPED_TRACE(row.name);
    support::expect_failures_of_init_come_through(shortage, row.tx, example().params);
  }
}

}  // namespace
