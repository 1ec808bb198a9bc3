#include "support/callbacks.hpp"

#include <optaxx/optaxx.hpp>
#include <utility>

#include "kernels/running_sum.hpp"
#include "support/user_rules.hpp"

namespace support {
namespace {

using namespace optaxx;

std::function<void()> hook;
bool inside = false;

void called() {
  if (!hook || inside) return;
  struct leave {
    ~leave() { inside = false; }
  } const at_the_end;
  inside = true;
  hook();
}

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

bool odd(step_t n) {
  called();
  return n % 2 == 1;
}

double measured(const tree&) {
  called();
  return 1.0;
}

struct stateful_rate final : stateful_schedule {
  tree init() const override { return tree(array(0.5F)); }
  tree update(const tree& state, const extra_args&) const override {
    called();
    return state;
  }
  number at(const tree& state, const extra_args&) const override {
    called();
    return state.leaf().item();
  }
};

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

}  // namespace

on_call::on_call(std::function<void()> f) { hook = std::move(f); }
on_call::~on_call() { hook = nullptr; }

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
      {"a condition", conditionally_transform(adam(0.1), odd)},
      {"a measure", snapshot("m", measured), true},
      {"a measure of a mean", monitor({{"m", measure_with_ema(measured, 0.5)}}), true},
      {"a stateful schedule",
       inject_hyperparams(adam)({.learning_rate = 0.1}, {{"b1", stateful_rate()}}), true},
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

}  // namespace support
