// Whatever of the user's throws, at whichever of its calls: nothing has changed, and the next call
// is as if that one had not been made.
#include <gtest/gtest.h>

#include <functional>
#include <optaxx/optaxx.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kernels/running_sum.hpp"
#include "support/failures.hpp"
#include "support/hostile.hpp"
#include "support/user_rules.hpp"
#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::contents;

// Calls of users' functions until one throws.
std::size_t left = 0;
bool armed = false;
bool sprung = false;

void called() {
  if (!armed || left-- != 0) return;
  armed = false;
  sprung = true;
  throw std::runtime_error("no");
}

const support::trap callbacks{[](std::size_t place) {
                                armed = true;
                                sprung = false;
                                left = place;
                              },
                              [] {
                                armed = false;
                                return sprung;
                              }};

double rate(step_t n) {
  called();
  return n < 2 ? 0.5 : 0.125;
}

double decay(step_t n, double) {
  called();
  return n < 2 ? 0.5 : 0.75;
}

mask_tree matrices(const tree& params) {
  called();
  return tree_map_with_path(
      [](const std::string& path, const array&) {
        called();
        return path.ends_with("w");
      },
      params);
}

label_tree labels(const tree& params) {
  return tree_map([](bool on) { return std::string(on ? "w" : "others"); }, matrices(params));
}

std::int64_t two(step_t) {
  called();
  return 2;
}

skip_decision every_other(const tree&, step_t n, const tree&) {
  called();
  return {n % 2 == 1, tree(array::scalar(dtype::i32, static_cast<double>(n)))};
}

struct halve {
  template <class T>
  void operator()(T& u) const noexcept {
    u = T(0.5) * u;
  }
};

halve halves(step_t) {
  called();
  return {};
}

void first_to_zero(array& u) {
  called();
  if (u.size() != 0) static_cast<std::byte*>(u.mutable_data())[0] = {};
  called();
}

void of_leaf_and_param(array& u, const array&) { first_to_zero(u); }

void of_view(leaf_view& leaf) { first_to_zero(leaf.update()); }

tree zeros(const tree& params) {
  called();
  return tree_map([](const array& a) { return array(a.dtype(), a.shape()); }, params);
}

tree swapped(tree updates, tree& state, const tree&) {
  called();
  std::swap(updates, state);
  called();
  return updates;
}

tree same_tree(tree updates, const tree&) {
  called();
  return updates;
}

array same_array(const array& u, const array*) {
  called();
  return u;
}

transformation built(const number& learning_rate) {
  called();
  return adam(learning_rate);
}

transformation own_rule() {
  return support::rule_of(
      [](layout& state) {
        called();
        state.type("S");
        state.scalar("count", dtype::i32);
        state.slot("n");
        called();
      },
      [](sweep& s, const state_view& state) {
        s.increment(state["count"]);
        called();
        s.map_each(
            [](std::size_t) {
              called();
              return kernels::running_sum<double>{};
            },
            state["n"]);
        s.global_norm();
        called();
      });
}

struct with_callback {
  std::string name;
  transformation tx;
  bool in_init = false;
  bool in_update = true;
};

std::vector<with_callback> all_that_call() {
  return {
      {"a schedule", scale_by_learning_rate(rate)},
      {"a schedule of decay", add_decayed_weights(rate)},
      {"a schedule of an optimizer", adam(rate)},
      {"a schedule of a hyperparameter",
       inject_hyperparams(adam)({.learning_rate = 0.1}, {{"b1", rate}}), true},
      {"a factory of a transformation", inject_hyperparams({"rate"}, built)(schedule(rate)), true},
      {"a mask", masked(scale_by_adam(), matrices), true, false},
      {"a mask of weight decay", adamw(0.1, {.mask = matrices}), true, false},
      {"frozen leaves", selective_transform(adam(0.1), matrices), true, false},
      {"labels", partition({{"w", adam(0.1)}, {"others", sgd(0.1)}}, labels), true, false},
      {"k of multi_steps", multi_steps(adam(0.1), two)},
      {"micro-batches to skip", multi_steps(adam(0.1), 2, {.should_skip_update_fn = every_other}),
       true},
      {"a maker of kernels", elementwise("halves", halves)},
      {"a function of an array", per_leaf("f", first_to_zero)},
      {"a function of an array and a parameter", per_leaf("f", of_leaf_and_param)},
      {"a function of a leaf", per_leaf("f", of_view)},
      {"a pair of functions", from_functions("swapped", zeros, swapped), true},
      {"a function of trees", stateless(same_tree)},
      {"a function in tree_map", stateless_with_tree_map(same_array)},
      {"a decay of moments", scale_by_factored_rms({.decay_rate_fn = decay})},
      {"a rule", own_rule(), true},
  };
}

support::problem example(const std::vector<dtype>& types) {
  const std::vector<contents> of_grads = {contents::plain, contents::plain, contents::nonfinite,
                                          contents::plain};
  const std::vector<std::int64_t> lengths = {3, 70, -1, 5000};
  return support::make_problem(lengths, types, contents::plain, of_grads);
}

bool throws_in(const std::function<void()>& f) {
  callbacks.set(0);
  try {
    f();
  } catch (const std::runtime_error&) {
  }
  return callbacks.release();
}

TEST(a_callback, is_called_where_this_test_believes) {
  const tree params = example({dtype::f32}).params;
  for (const with_callback& row : all_that_call()) {
    EXPECT_EQ(throws_in([&] { row.tx.init(params); }), row.in_init) << row.name;
    opt_state state = row.tx.init(params);
    EXPECT_EQ(throws_in([&] { row.tx.update(params, state, params); }), row.in_update) << row.name;
  }
}

TEST(a_callback, that_throws_in_a_step_has_changed_nothing) {
  const support::problem p = example({dtype::f32, dtype::bf16, dtype::f64});
  for (const with_callback& row : all_that_call()) {
    for (const auto& [how, tx] : support::compositions(row.tx)) {
      SCOPED_TRACE(row.name + ", " + how);
      support::expect_failures_change_nothing(callbacks, tx, tx, p);
      if (HasFailure()) return;
    }
  }
}

TEST(a_callback, that_throws_in_init_comes_through) {
  const support::problem p = example({dtype::f32});
  for (const with_callback& row : all_that_call()) {
    for (const auto& [how, tx] : support::compositions(row.tx)) {
      SCOPED_TRACE(row.name + ", " + how);
      support::expect_failures_of_init_come_through(callbacks, tx, p.params);
    }
  }
}

// A state that another transformation has made is laid out anew in update, with its callbacks.
TEST(a_callback, that_throws_where_a_state_is_adopted_has_changed_nothing) {
  const support::problem p = example({dtype::f32});
  const auto again = all_that_call();
  std::size_t i = 0;
  for (const with_callback& row : all_that_call()) {
    SCOPED_TRACE(row.name);
    support::expect_failures_change_nothing(callbacks, row.tx, again[i++].tx, p);
    if (HasFailure()) return;
  }
}

}  // namespace
