// A step that is like the steps before it takes no memory from the heap.
#include <gtest/gtest.h>

#include <cmath>
#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

#include "heap.hpp"
#include "support/every_transformation.hpp"
#include "support/hostile.hpp"
#include "support/int8_blocks.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;

const std::vector<std::int64_t> lengths = {3, 700, -1, 5000, 64, 4097};

tree example() {
  return support::tree_of(lengths, {dtype::f32, dtype::f64, dtype::bf16, dtype::f16},
                          contents::plain, 1);
}

// In each of some steps after the first ones.
std::vector<std::size_t> allocations_of(const transformation& tx) {
  const support::setting one(instruction_set(), 1);
  const tree grads = support::tree_like(example(), contents::plain, 2);
  tree params = example();
  opt_state state = tx.init(params);
  for (int i = 0; i < 13; ++i) tx.step(grads, state, params);
  std::vector<std::size_t> counts;
  for (int i = 0; i < 12; ++i) {
    const std::size_t before = heap::allocations();
    tx.step(grads, state, params);
    counts.push_back(heap::allocations() - before);
  }
  return counts;
}

const std::vector<std::size_t> none_at_all(12, 0);

// Functions of the user's that get and give whole trees, or copy arrays, cannot do without; nor can
// what makes such trees itself.
bool makes_trees(const std::string& name) {
  for (const char* maker : {"from_functions", "stateless", "every_other", "param_itself", "sophia(",
                            "sam(", "snapshot", "monitor", "flatten"}) {
    if (name.find(maker) != std::string::npos) return true;
  }
  return false;
}

TEST(a_step, takes_no_memory) {
  for (const auto& row : support::every_transformation()) {
    if (makes_trees(row.name)) continue;
    EXPECT_EQ(allocations_of(row.tx), none_at_all) << row.name;
  }
}

TEST(a_step, of_slots_in_blocks_takes_no_memory) {
  EXPECT_EQ(allocations_of(support::int8_momentum()), none_at_all);
}

// The numbers are the same bits from step to step, those of each state.
TEST(a_step, of_injected_numbers_that_stay_takes_no_memory) {
  const support::setting one(instruction_set(), 1);
  const transformation tx = inject_hyperparams(adamw)({.learning_rate = 0.1});
  tree params = example();
  const tree grads = support::tree_like(params, contents::plain, 2);
  std::vector<opt_state> states(3, tx.init(params));
  states[1]["hyperparams"]["learning_rate"].leaf().set_item(0.2);
  states[2]["hyperparams"]["learning_rate"].leaf().set_item(std::nan(""));
  const auto step_all = [&] {
    for (opt_state& state : states) tx.step(grads, state, params);
  };
  for (int i = 0; i < 3; ++i) step_all();
  const std::size_t before = heap::allocations();
  for (int i = 0; i < 10; ++i) step_all();
  EXPECT_EQ(heap::allocations(), before);
}

TEST(a_step, of_whole_arrays_with_their_slots_takes_no_memory) {
  const transformation tx =
      chain(scale_by_adam(),
            support::rule_of([](layout& state) { state.slot("n"); },
                             [](sweep& s, const state_view& state) {
                               const slot n[] = {state["n"]};
                               const auto swap = [&](leaf_view& leaf) {
                                 std::swap(leaf.update(), leaf[n[0]]);
                               };
                               s.for_each_leaf(swap, {.slots = n});
                               s.for_each_leaf(swap);
                               EXPECT_EQ(s.updates().leaves().size(), lengths.size());
                             }),
            trace(0.9));
  EXPECT_EQ(allocations_of(tx), none_at_all);
}

}  // namespace
