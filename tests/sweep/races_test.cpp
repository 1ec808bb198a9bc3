// One transformation, several threads of the caller's, each with a state of its own.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "support/every_transformation.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"

namespace {

using namespace optaxx;
using support::contents;

constexpr std::size_t callers = 4;

void expect_as_alone(std::span<const std::int64_t> lengths, std::size_t rows_apart) {
  const std::vector<contents> grads = {contents::plain, contents::small, contents::plain};
  const auto p = support::make_problem(lengths, {dtype::f32, dtype::f64}, contents::plain, grads);
  const support::placed_problem placed(p, support::placement::own);
  const auto& rows = support::every_transformation();
  for (std::size_t r = 0; r < rows.size(); r += rows_apart) {
    const auto expected = support::run(rows[r].tx, placed);
    std::vector<support::outcome> came(callers);
    std::vector<std::thread> threads;
    for (support::outcome& o : came) {
      threads.emplace_back([&] { o = support::run(rows[r].tx, placed); });
    }
    for (std::thread& t : threads) t.join();
    for (const support::outcome& o : came) {
      for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_TRUE(support::same_bits(expected[i], o[i])) << rows[r].name << ", step " << i;
      }
    }
  }
}

TEST(a_transformation, is_shared_by_threads) {
  const std::vector<std::int64_t> lengths = {3, 700, -1, 5000};
  expect_as_alone(lengths, 1);
}

TEST(a_transformation, is_shared_by_threads_whose_steps_use_threads) {
  const support::setting two(instruction_set(), 2);
  const std::vector<std::int64_t> lengths = {40000, 9};
  expect_as_alone(lengths, 5);
}

TEST(states, that_are_copies_go_on_independently) {
  const std::vector<std::int64_t> lengths = {3, 700, -1, 5000};
  const std::vector<contents> grads = {contents::plain, contents::small, contents::plain};
  const auto p = support::make_problem(lengths, {dtype::f32}, contents::plain, grads);
  for (const auto& row : support::every_transformation()) {
    tree params = p.params;
    opt_state state = row.tx.init(params);
    row.tx.step(p.grads[0], state, params);
    const opt_state snapshot = state;
    const tree params_then = params;
    row.tx.step(p.grads[1], state, params);

    std::vector<opt_state> copies(callers, snapshot);
    std::vector<tree> params_of(callers, params_then);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < callers; ++i) {
      threads.emplace_back([&, i] { row.tx.step(p.grads[1], copies[i], params_of[i]); });
    }
    for (std::thread& t : threads) t.join();
    for (std::size_t i = 0; i < callers; ++i) {
      ASSERT_TRUE(support::same_bits(copies[i].leaves(), state.leaves())) << row.name;
      ASSERT_TRUE(support::same_bits(params_of[i].leaves(), params.leaves())) << row.name;
    }
  }
}

}  // namespace
