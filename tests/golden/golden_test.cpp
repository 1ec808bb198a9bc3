// Every recorded run of Optax against its recipe here.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "golden/tolerances.hpp"
#include "replay/replay.hpp"
#include "support/same_bits.hpp"

namespace {

using golden::tolerance;
using optaxx::array;
using optaxx::tree;
using replay::compared_leaf;
using replay::part;

const std::filesystem::path folder = OPTAXX_TEST_DATA_DIR "/golden";

std::set<std::string> traces() {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (name.find(".safetensors") != name.npos) names.insert(name.substr(0, name.find('.')));
  }
  names.erase("schedules");  // values of schedules, compared by tests/schedules and tests/recipe
  names.erase("recipe_schedules");
  names.erase("language_schedules");
  return names;
}

replay::trace read(const std::string& name) {
  return replay::read_trace(folder / (name + ".safetensors.gz"));
}

array without_signs_of_zeros(array a) {
  const std::size_t width = optaxx::size_of(a.dtype());
  const std::vector<std::byte> zero(width);
  auto* const bytes = static_cast<std::byte*>(a.mutable_data());
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::byte* const element = bytes + i * width;
    const std::byte sign = element[width - 1] & std::byte{0x80};
    element[width - 1] ^= sign;
    if (std::memcmp(element, zero.data(), width) != 0) element[width - 1] |= sign;
  }
  return a;
}

bool is_multi_steps(const tree& state) {
  return state.kind() == optaxx::node_kind::named_struct && state.contains("acc_grads");
}

// The same bits. Optax's MultiSteps multiplies its updates by zero where it emits none, and its
// accumulator by zero where it does: those zeros have a sign. Here they are plain zeros, and the
// sum of -0.0 and such a zero has another sign than there.
testing::AssertionResult same_as_designed(const compared_leaf& leaf, const replay::trace& t) {
  const tree& state = leaf.step < 0 ? t.state : t.steps[static_cast<std::size_t>(leaf.step)].state;
  array got = leaf.got;
  array wanted = leaf.wanted;
  if (is_multi_steps(state)) {
    const bool silent = state["mini_step"].leaf().item() != 0;
    if (leaf.what == part::updates && silent) wanted = without_signs_of_zeros(std::move(wanted));
    if (leaf.what == part::state && leaf.path.starts_with("acc_grads")) {
      got = without_signs_of_zeros(std::move(got));
      wanted = without_signs_of_zeros(std::move(wanted));
    }
  }
  const auto same = support::same_bits({&got, 1}, {&wanted, 1});
  if (same) return same;
  return testing::AssertionFailure() << "step " << leaf.step << ", " << replay::name_of(leaf.what)
                                     << "/" << leaf.path << ": " << same.message();
}

bool may_differ(const compared_leaf& leaf, const tolerance& allowed) {
  if (leaf.what == part::params) return allowed.params > 0;
  if (leaf.what == part::updates) return true;
  const auto& globs = allowed.state_leaves.globs;
  return std::any_of(globs.begin(), globs.end(),
                     [&](const auto& glob) { return glob.matches(leaf.path); });
}

class golden_trace : public testing::TestWithParam<std::string> {};

TEST_P(golden_trace, is_what_the_recipe_computes) {
  const replay::trace t = read(GetParam());
  const auto row = golden::tolerances().find(GetParam());
  const tolerance allowed = row == golden::tolerances().end() ? tolerance() : row->second;
  const bool forced = row != golden::tolerances().end();
  EXPECT_TRUE(!forced || t.expectation == "ulp") << "the trace needs no tolerance";

  double updates = 0;
  double state = 0;
  double params = 0;
  replay::run(t, replay::transformation_of(t), {.forced = forced, .check_step = true},
              [&](const compared_leaf& leaf) {
                if (HasFatalFailure()) return;
                if (!forced || !may_differ(leaf, allowed)) {
                  ASSERT_TRUE(same_as_designed(leaf, t));
                  return;
                }
                double& worst = leaf.what == part::updates ? updates
                                : leaf.what == part::state ? state
                                                           : params;
                const replay::distance d =
                    replay::distance_between(leaf.got, leaf.wanted, allowed.unit);
                worst = std::max(worst, d.ulp);
              });
  RecordProperty("ulp_updates", std::to_string(updates));
  RecordProperty("ulp_state", std::to_string(state));
  EXPECT_LE(updates, allowed.updates) << allowed.why;
  EXPECT_LE(state, allowed.state) << allowed.why;
  EXPECT_LE(params, allowed.params) << allowed.why;
}

INSTANTIATE_TEST_SUITE_P(optax, golden_trace, testing::ValuesIn(traces()),
                         [](const auto& name) { return name.param; });

TEST(golden_tolerances, have_a_trace_each) {
  for (const auto& row : golden::tolerances())
    EXPECT_TRUE(traces().contains(row.first)) << row.first;
}

// Without the lines `# key: value` in front, and spaces at either end.
std::string recipe_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text;
  bool begun = false;
  for (std::string line; std::getline(in, line);) {
    begun = begun || !std::regex_search(line, std::regex("^# [a-z0-9]+: "));
    if (begun) text += line + "\n";
  }
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

TEST(golden_recipes, are_those_of_the_traces) {
  std::set<std::string> recipes;
  for (const auto& file : std::filesystem::directory_iterator(folder / "recipes")) {
    recipes.insert(file.path().stem());
  }
  EXPECT_EQ(recipes, traces());
  for (const std::string& name : recipes)
    EXPECT_EQ(read(name).recipe, recipe_of(folder / "recipes" / (name + ".py")));
}

}  // namespace
