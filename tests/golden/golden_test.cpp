// Every recorded run of Optax against the same recipe here.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "golden/recipes.hpp"
#include "support/compare.hpp"
#include "support/trace.hpp"

namespace {

using golden::recipe;
using golden::tolerance;
using optaxx::apply_updates;
using optaxx::opt_state;
using optaxx::tree;
using support::same_tree;
using support::trace_step;

const std::filesystem::path folder = OPTAXX_TEST_DATA_DIR "/golden";

std::set<std::string> traces() {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (name.find(".safetensors") != name.npos) names.insert(name.substr(0, name.find('.')));
  }
  names.erase("schedules");  // values of schedules, compared by tests/schedules
  return names;
}

const std::map<std::string, recipe>& recipes() {
  static const auto result = [] {
    std::map<std::string, recipe> by_trace;
    for (const auto& table :
         {golden::transform_recipes(), golden::schedule_recipes(), golden::combinator_recipes(),
          golden::optimizer_recipes(), golden::x64_recipes()}) {
      for (const recipe& r : table) {
        EXPECT_TRUE(by_trace.emplace(r.trace, r).second) << r.trace << " has two entries";
      }
    }
    return by_trace;
  }();
  return result;
}

void remove_signs_of_zeros(std::span<optaxx::array> leaves) {
  for (optaxx::array& a : leaves) {
    if (a.dtype() == optaxx::dtype::f32) {
      for (std::size_t i = 0; i < a.size(); ++i) a.mutable_data<float>()[i] += 0.0F;
    } else {
      for (std::size_t i = 0; i < a.size(); ++i) a.mutable_data<double>()[i] += 0.0;
    }
  }
}

bool is_multi_steps(const tree& state) {
  return state.kind() == optaxx::node_kind::named_struct && state.contains("acc_grads");
}

// Optax's MultiSteps multiplies its updates by zero where it emits none, and its accumulator by
// zero where it does: those zeros have a sign. Here they are plain zeros, and the sum of -0.0 and
// such a zero has another sign than there.
tree designed_updates(tree updates, const tree& state) {
  const bool silent = is_multi_steps(state) && state["mini_step"].leaf().item() != 0;
  if (silent) remove_signs_of_zeros(updates.leaves());
  return updates;
}
tree designed_state(tree state) {
  if (is_multi_steps(state)) remove_signs_of_zeros(state["acc_grads"].leaves());
  return state;
}

void load(opt_state& state, const tree& recorded) {
  std::copy(recorded.leaves().begin(), recorded.leaves().end(), state.leaves().begin());
}

// From the first step to the last on our own states, by update and by step.
void run_freely(const recipe& r, const support::trace& t) {
  opt_state state = r.tx.init(t.params);
  opt_state stepped_state = state;
  tree params = t.params;
  tree stepped_params = t.params;
  for (std::size_t k = 0; k < t.steps.size(); ++k) {
    SCOPED_TRACE("step " + std::to_string(k));
    const trace_step& s = t.steps[k];
    const tree updates = r.tx.update(s.grads, state, params);
    apply_updates(params, updates);
    ASSERT_TRUE(same_tree(updates, designed_updates(s.updates, s.state)));
    ASSERT_TRUE(same_tree(designed_state(state), designed_state(s.state)));
    ASSERT_TRUE(same_tree(params, s.params));
    r.tx.step(s.grads, stepped_state, stepped_params);
    ASSERT_TRUE(same_tree(stepped_state, state));
    ASSERT_TRUE(same_tree(stepped_params, s.params));
  }
}

double distance(const tree& got, const tree& wanted, const tolerance& allowed) {
  double worst = 0;
  for (std::size_t i = 0; i < got.leaves().size(); ++i) {
    worst =
        std::max(worst, support::ulp_distance(got.leaves()[i], wanted.leaves()[i], allowed.unit));
  }
  return worst;
}

// The state with the recorded values in all leaves that may differ, and how far those were off.
std::pair<tree, double> without_tolerated(tree state, const tree& recorded,
                                          const tolerance& allowed) {
  double worst = 0;
  for (std::size_t i = 0; i < state.leaves().size(); ++i) {
    const std::string path = state.path(i);
    const auto& globs = allowed.state_leaves.globs;
    if (std::none_of(globs.begin(), globs.end(), [&](const auto& g) { return g.matches(path); }))
      continue;
    worst = std::max(worst,
                     support::ulp_distance(state.leaves()[i], recorded.leaves()[i], allowed.unit));
    state.leaves()[i] = recorded.leaves()[i];
  }
  return {std::move(state), worst};
}

// Each step from the recorded state and parameters before it.
void run_step_by_step(const recipe& r, const support::trace& t) {
  opt_state state = r.tx.init(t.params);
  opt_state stepped_state = state;
  double worst_update = 0;
  double worst_state = 0;
  for (std::size_t k = 0; k < t.steps.size(); ++k) {
    SCOPED_TRACE("step " + std::to_string(k));
    const trace_step& s = t.steps[k];
    const tree& before = k == 0 ? t.params : t.steps[k - 1].params;
    const tree& state_before = k == 0 ? t.state : t.steps[k - 1].state;
    load(state, state_before);
    load(stepped_state, state_before);

    tree params = before;
    const tree updates = r.tx.update(s.grads, state, params);
    worst_update = std::max(worst_update, distance(updates, s.updates, r.allowed));
    const auto [strict, off] = without_tolerated(state, s.state, r.allowed);
    worst_state = std::max(worst_state, off);
    ASSERT_TRUE(same_tree(designed_state(strict), designed_state(s.state)));

    tree recorded_sum = before;
    apply_updates(recorded_sum, s.updates);
    ASSERT_TRUE(same_tree(recorded_sum, s.params));

    tree stepped_params = params;
    apply_updates(params, updates);
    r.tx.step(s.grads, stepped_state, stepped_params);
    ASSERT_TRUE(same_tree(stepped_params, params));
    ASSERT_TRUE(same_tree(stepped_state, state));
  }
  testing::Test::RecordProperty("ulp_updates", std::to_string(worst_update));
  testing::Test::RecordProperty("ulp_state", std::to_string(worst_state));
  EXPECT_LE(worst_update, r.allowed.updates) << r.allowed.why;
  EXPECT_LE(worst_state, r.allowed.state) << r.allowed.why;
}

class golden_trace : public testing::TestWithParam<std::string> {};

TEST_P(golden_trace, is_what_the_recipe_computes) {
  ASSERT_TRUE(recipes().contains(GetParam())) << "the trace has no entry in tests/golden/recipes_*";
  const recipe& r = recipes().at(GetParam());
  const support::trace t = support::read_trace(folder / (GetParam() + ".safetensors.gz"));
  ASSERT_TRUE(same_tree(r.tx.init(t.params), t.state));
  if (t.expectation == "ulp") {
    run_step_by_step(r, t);
  } else {
    EXPECT_EQ(r.allowed.why, "") << "the trace needs no tolerance";
    run_freely(r, t);
  }
}

INSTANTIATE_TEST_SUITE_P(optax, golden_trace, testing::ValuesIn(traces()),
                         [](const auto& name) { return name.param; });

TEST(golden_table, has_a_trace_for_every_recipe) {
  for (const auto& [trace, r] : recipes()) EXPECT_TRUE(traces().contains(trace)) << trace;
}

}  // namespace
