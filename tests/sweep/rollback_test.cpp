// Decisions after seeing what came out: everything since a mark is forgotten.
#include <gmock/gmock.h>

#include <vector>

#include "kernels/running_sum.hpp"
#include "kernels/scale.hpp"
#include "kernels/set_to_zero.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_schedule.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/hostile.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;
using support::rule_of;

const std::vector<std::int64_t> lengths = {3, 700, -1, 5000};

// Steps of zero, and no inner step, where the inner updates have too large a norm.
transformation skip_if_large(const transformation& inner, double max_norm) {
  return rule_of(
      [=](layout& state) {
        state.type("SkipState");
        state.scalar("skipped", dtype::i32);
        state.child("inner_state", inner);
      },
      [=](sweep& s, const state_view& state) {
        const mark before = s.here();
        inner.update(s, state["inner_state"]);
        if (s.global_norm() <= max_norm) return;
        s.rollback(before);
        s.increment(state["skipped"]);
        s.map(kernels::set_to_zero<double>{});
      });
}

transformation inner_rules() {
  const transformation reversing = rule_of([](sweep& s, const state_view&) {
    s.replace([](tree updates) {
      for (array& a : updates.leaves()) {
        for (std::size_t i = 0; i < a.size(); ++i) a.mutable_data<float>()[i] *= -1.0F;
      }
      return updates;
    });
  });
  return chain(trace(0.5), reversing, scale_by_schedule([](step_t n) { return n < 3 ? 1.0 : 0.5; }),
               trace(0.25));
}

TEST(rollback, skips_a_step_as_if_there_had_been_none) {
  const transformation inner = inner_rules();
  const transformation tx = skip_if_large(inner, 1e3);
  const tree params = support::tree_of(lengths, {dtype::f32}, contents::plain, 1);
  opt_state state = tx.init(params);
  opt_state twin = inner.init(params);
  int skipped = 0;
  for (std::uint64_t i = 0; i < 8; ++i) {
    const bool large = i == 2 || i == 5 || i == 6;
    const tree grads =
        support::tree_like(params, large ? contents::huge : contents::plain, 100 * i);
    const tree updates = tx.update(grads, state);
    if (large) {
      ++skipped;
      for (const array& a : updates.leaves()) {
        for (const float x : a.values<float>()) ASSERT_EQ(x, 0.0F);
      }
    } else {
      ASSERT_TRUE(support::same_bits(inner.update(grads, twin).leaves(), updates.leaves()));
    }
    ASSERT_EQ(state["skipped"].leaf().item(), skipped);
    ASSERT_TRUE(support::same_bits(tree(state["inner_state"]).leaves(), twin.leaves())) << i;
  }
  EXPECT_EQ(skipped, 3);
}

const tree grads{{"w", array{1.0F, 2.0F}}};

transformation with_fields(support::update_function update) {
  return rule_of(
      [](layout& state) {
        state.type("S");
        state.scalar("count", dtype::i32, 1);
        state.slot("n", {.value = 3.0});
        state.value("t", array(5.0));
      },
      std::move(update));
}

void expect_no_change(const support::update_function& between) {
  const transformation tx = with_fields([&](sweep& s, const state_view& state) {
    s.map(kernels::scale<double>{2.0});
    const double norm = s.global_norm();
    const mark before = s.here();
    between(s, state);
    s.rollback(before);
    EXPECT_EQ(s.global_norm(), norm);
    EXPECT_EQ(s.get(state["count"]), 1);
    EXPECT_EQ(s.get_tree(state["t"]).leaf().item(), 5.0);
    EXPECT_EQ(s.get_tree(state["n"])["w"].leaf().values<float>()[0], 3.0F);
  });
  opt_state state = tx.init(grads);
  const opt_state before = state;
  EXPECT_EQ(tx.update(grads, state), (tree{{"w", array{2.0F, 4.0F}}}));
  EXPECT_EQ(state, before);
}

TEST(rollback, forgets_kernels_numbers_arrays_and_trees) {
  expect_no_change([](sweep& s, const state_view& state) {
    s.map(kernels::running_sum<double>{}, state["n"]);
    s.increment(state["count"]);
  });
  expect_no_change([](sweep& s, const state_view& state) {
    s.for_each_leaf([&](leaf_view& leaf) {
      leaf.update() = array{7.0F, 7.0F};
      leaf[state["n"]] = array{8.0F, 8.0F};
    });
    s.map(kernels::running_sum<double>{}, state["n"]);
    s.for_each_leaf([](leaf_view&) {});
  });
  expect_no_change([](sweep& s, const state_view& state) {
    s.replace([](const tree&) { return tree{{"w", array{9.0F, 9.0F}}}; });
    s.set_tree(state["t"], array(6.0));
    s.set_tree(state["n"], grads);
  });
}

TEST(rollback, gives_back_what_was_set_before_the_mark) {
  const transformation tx = with_fields([](sweep& s, const state_view& state) {
    s.set(state["count"], 10);
    s.set_tree(state["t"], array(50.0));
    s.for_each_leaf([&](leaf_view& leaf) { leaf[state["n"]] = array{30.0F, 30.0F}; });
    s.map(kernels::running_sum<double>{}, state["n"]);
    const mark before = s.here();
    for (int i = 0; i < 2; ++i) {
      s.set(state["count"], 11);
      s.set_tree(state["t"], array(51.0));
      s.for_each_leaf([&](leaf_view& leaf) { leaf[state["n"]] = array{31.0F, 31.0F}; });
      s.rollback(before);
    }
  });
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state), (tree{{"w", array{31.0F, 32.0F}}}));
  EXPECT_EQ(state["count"].leaf().item(), 10);
  EXPECT_EQ(state["t"].leaf().item(), 50.0);
  EXPECT_EQ(state["n"]["w"].leaf(), (array{31.0F, 32.0F}));
}

TEST(rollback, to_the_first_of_two_marks_forgets_both) {
  const transformation tx = with_fields([](sweep& s, const state_view&) {
    const mark first = s.here();
    s.map(kernels::scale<double>{2.0});
    const mark second = s.here();
    s.map(kernels::scale<double>{3.0});
    EXPECT_EQ(s.sum(support::hand_on{}), 18.0);
    s.rollback(second);
    EXPECT_EQ(s.sum(support::hand_on{}), 6.0);
    s.rollback(first);
    EXPECT_EQ(s.sum(support::hand_on{}), 3.0);
    s.map(kernels::scale<double>{5.0});
  });
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state), (tree{{"w", array{5.0F, 10.0F}}}));
}

}  // namespace
