// A call that throws, whoever throws, has changed nothing: not the state, the parameters or the
// gradients, and the next step is as if it had not been made.
#include <gmock/gmock.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/running_sum.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/multi_steps.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_schedule.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;
using support::rule_of;

struct refusal : std::runtime_error {
  refusal() : std::runtime_error("no") {}
};

// Does all that a rule can do, and throws at one of these places if it is to.
class demanding {
 public:
  static constexpr int places = 7;

  transformation rule() const {
    return rule_of(
        [](layout& state) {
          state.type("S");
          state.scalar("count", dtype::i32);
          state.slot("n", {.value = 1.0});
          state.slot("m", {.value = 2.0});
        },
        [this](sweep& s, const state_view& state) {
          pass(0);
          s.increment(state["count"]);
          s.map(kernels::running_sum<double>{}, state["n"]);
          pass(1);
          s.for_each_leaf([&](leaf_view& leaf) {
            leaf[state["m"]] = leaf.update();
            pass(2);
          });
          s.replace([this](tree updates) {
            pass(3);
            return updates;
          });
          s.map_each(
              [this](std::size_t leaf) {
                if (leaf == 1) pass(4);
                return kernels::running_sum<double>{};
              },
              state["n"]);
          s.global_norm();
          s.set_tree(state["m"], s.get_tree(state["n"]));
          pass(5);
        });
  }
  void throw_at(int place) { place_ = place; }
  void pass(int place) const {
    if (place == place_) throw refusal();
  }

 private:
  int place_ = -1;
};

TEST(a_call_that_throws, has_changed_nothing) {
  demanding rule;
  const transformation tx =
      chain(trace(0.9), multi_steps(scale_by_adam(), [](step_t n) { return n < 1 ? 1 : 2; }),
            rule.rule(), scale_by_adam(), scale_by_schedule([&](step_t) {
              rule.pass(6);
              return 0.5;
            }));
  const std::vector<std::int64_t> lengths = {5, 700, -1};
  const std::vector<contents> of_grads(3, contents::plain);
  const auto p =
      support::make_problem(lengths, {dtype::f32, dtype::f64}, contents::plain, of_grads);
  for (int place = 0; place < demanding::places; ++place) {
    for (const auto how :
         {support::way::step, support::way::update, support::way::update_in_place}) {
      SCOPED_TRACE(place);
      rule.throw_at(-1);
      tree params = p.params;
      opt_state state = tx.init(params);
      tx.step(p.grads[0], state, params);
      opt_state twin = state;
      tree twin_params = params;

      rule.throw_at(place);
      tree grads = p.grads[1];
      if (how == support::way::step) {
        EXPECT_THROW(tx.step(grads, state, params), refusal);
      } else if (how == support::way::update) {
        EXPECT_THROW(tx.update(grads, state, params), refusal);
      } else {
        EXPECT_THROW(tx.update(std::move(grads), state, params), refusal);
        grads = p.grads[1];
      }
      EXPECT_EQ(support::bytes_of(state), support::bytes_of(twin));
      EXPECT_EQ(support::bytes_of(params), support::bytes_of(twin_params));
      EXPECT_EQ(support::bytes_of(grads), support::bytes_of(p.grads[1]));

      rule.throw_at(-1);
      for (const tree& g : p.grads) {
        tx.step(g, state, params);
        tx.step(g, twin, twin_params);
      }
      EXPECT_EQ(support::bytes_of(state), support::bytes_of(twin));
      EXPECT_EQ(support::bytes_of(params), support::bytes_of(twin_params));
    }
  }
}

TEST(a_call_that_throws, for_a_tree_that_does_not_fit_has_changed_nothing) {
  const transformation tx = scale_by_adam();
  tree params{{"a", array{1.0F, 2.0F}}, {"b", array{3.0}}};
  opt_state state = tx.init(params);
  tx.step(params, state, params);
  const auto before = support::bytes_of(state);
  const auto params_before = support::bytes_of(params);
  for (const tree& wrong :
       {tree{{"a", array{1.0F, 2.0F}}}, tree{{"a", array{1.0F}}, {"b", array{3.0}}},
        tree{{"a", array{1.0F, 2.0F}}, {"b", array{3.0F}}}}) {
    EXPECT_THROW(tx.step(wrong, state, params), std::invalid_argument);
    EXPECT_THROW(tx.update(wrong, state), std::invalid_argument);
  }
  const std::vector<double> constant = {3.0};
  tree read_only{{"a", array{1.0F, 2.0F}}, {"b", borrow(constant.data(), {1})}};
  EXPECT_THROW(tx.step(params, state, read_only), std::invalid_argument);
  EXPECT_EQ(support::bytes_of(state), before);
  EXPECT_EQ(support::bytes_of(params), params_before);
  EXPECT_EQ(read_only["a"].leaf(), (array{1.0F, 2.0F}));
}

TEST(a_gradient, is_never_written) {
  const std::vector<std::int64_t> lengths = {5, 700, 40000};
  const tree grads = support::tree_of(lengths, {dtype::f32}, contents::plain, 1);
  const auto before = support::bytes_of(grads);
  tree params = grads;
  const demanding rule;
  const transformation tx = rule.rule();
  opt_state state = tx.init(params);
  tx.step(grads, state, params);
  const tree updates = tx.update(grads, state, params);
  EXPECT_EQ(support::bytes_of(grads), before);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NE(updates.leaves()[i].data(), grads.leaves()[i].data());
  }
}

}  // namespace
