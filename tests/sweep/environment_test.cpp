// The floating-point environment: the library's own while it computes, the caller's everywhere
// else. Results do not depend on the caller's.
#include "support/environment.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/combinators/multi_steps.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_schedule.hpp"
#include "optaxx/tree_utils/apply_updates.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "support/every_transformation.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;
using support::environment;
using support::environments;

const std::vector<std::int64_t> lengths = {3, 700, -1, 5000, 40000};
const std::vector<contents> hostile_grads = {contents::plain, contents::small, contents::huge,
                                             contents::nonfinite};

TEST(the_environment_of_the_caller, is_as_it_was_after_a_step) {
  const auto p =
      support::make_problem(lengths, {dtype::f32, dtype::f64}, contents::small, hostile_grads);
  for (const std::size_t threads : {1U, 2U}) {
    const support::setting now(instruction_set(), threads);
    for (const auto& row : support::every_transformation()) {
      for (const auto& caller : environments()) {
        const environment scope(caller);
        tree params = p.params;
        const auto expect_callers = [&](const char* call) {
          const environment::value now = environment::current();
          ASSERT_EQ(now, caller) << call << row.name;
          ASSERT_TRUE(caller.is_ours() || now.flags() == caller.flags()) << call << row.name;
        };
        opt_state state = row.tx.init(params);
        expect_callers("init, ");
        for (std::size_t i = 0; i < p.grads.size(); ++i) {
          if (i % 2 == 0) {
            row.tx.step(p.grads[i], state, params);
            expect_callers("step, ");
            continue;
          }
          i == 1 ? row.tx.update(p.grads[i], state, params)
                 : row.tx.update(tree(p.grads[i]), state, params);
          expect_callers("update, ");
        }
      }
    }
  }
}

TEST(the_environment_of_the_caller, is_there_in_the_functions_of_users) {
  environment::value caller{};
  std::atomic<int> calls = 0;
  const auto here = [&] {
    ++calls;
    EXPECT_EQ(environment::current(), caller);
  };
  const transformation user = support::rule_of(
      [&](layout& state) {
        here();
        state.type("S");
        state.slot("n", [&](const array& p) {
          here();
          return array(p.dtype(), p.shape());
        });
      },
      [&](sweep& s, const state_view&) {
        here();
        s.for_each_leaf([&](leaf_view&) { here(); });
        s.for_each_leaf(
            [&](leaf_view& leaf) { leaf.for_ranges(2, [&](std::size_t, std::size_t) { here(); }); },
            {.parallel = true, .cost = 100'000});
        s.replace([&](tree u) {
          here();
          return u;
        });
        s.map_each([&](std::size_t) {
          here();
          return support::hand_on{};
        });
        s.extra().value_fn(none);
        s.extra().value_and_grad_fn(none);
      });
  const auto mask = [&](const tree&) {
    here();
    return mask_tree(true);
  };
  const auto every_k = [&](step_t) {
    here();
    return 1;
  };
  const auto rate = [&](step_t) {
    here();
    return 0.5;
  };
  const transformation tx =
      chain(scale_by_adam(), masked(user, mask), multi_steps(scale_by_schedule(rate), every_k));
  const auto p = support::make_problem(lengths, {dtype::f32}, contents::small, hostile_grads);
  extra_args extra;
  extra.value_fn = [&](const tree&) {
    here();
    return 0.0;
  };
  extra.value_and_grad_fn = [&](const tree&) {
    here();
    return std::pair(0.0, tree(none));
  };
  const support::setting two(instruction_set(), 2);
  for (const auto& value : environments()) {
    caller = value;
    calls = 0;
    const environment scope(caller);
    tree params = p.params;
    opt_state state = tx.init(params);
    tx.step(p.grads[0], state, params, extra);
    EXPECT_EQ(calls, 2 + 5 + 2 * 5 + 1 + 5 + 1 + 1 + 5 + 1 + 2);
  }
}

TEST(the_environment_of_the_caller, does_not_reach_into_results) {
  for (const auto& of : {std::vector{dtype::f32}, std::vector{dtype::f64, dtype::f32}}) {
    const auto p = support::make_problem(lengths, of, contents::small, hostile_grads);
    const support::placed_problem placed(p, support::placement::own);
    for (const auto& row : support::every_transformation()) {
      const auto expected = support::run(row.tx, placed);
      for (const auto& caller : environments()) {
        const auto came = [&] {
          const environment scope(caller);
          return support::run(row.tx, placed);
        }();
        for (std::size_t i = 0; i < expected.size(); ++i) {
          ASSERT_TRUE(support::same_bits(expected[i], came[i]))
              << row.name << ", step " << i << ", rounding " << caller.rounding << ", control "
              << caller.control;
        }
      }
    }
  }
}

TEST(the_environment_of_the_caller, does_not_reach_into_norms_and_applied_updates) {
  const auto p = support::make_problem(lengths, {dtype::f32}, contents::small, hostile_grads);
  const double norm = global_norm(p.grads[1]);
  tree expected = p.params;
  apply_updates(expected, p.grads[1]);
  for (const auto& caller : environments()) {
    const environment scope(caller);
    EXPECT_EQ(global_norm(p.grads[1]), norm);
    tree params = p.params;
    apply_updates(params, p.grads[1]);
    EXPECT_TRUE(support::same_bits(params.leaves(), expected.leaves()));
    EXPECT_EQ(environment::current(), caller);
  }
}

}  // namespace
