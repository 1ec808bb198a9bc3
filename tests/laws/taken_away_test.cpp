// What functions of the user's do to that which is stepped, in the middle of the call: to take it
// away is an error, and nothing that is gone is used.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/nested_calls.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"
#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::for_each_call;
using support::named_action;
using support::once;
using support::same_bits;
using support::training;
using support::way;
using support::with_callback;

// Those that take away what the step works on.
const std::vector<named_action>& removals() {
  static std::unique_ptr<opt_state> elsewhere;
  static const std::vector<named_action> all = {
      {"replaces the state by a copy",
       [](training& t) {
         const opt_state copy = *t.state;
         *t.state = copy;
       }},
      {"replaces the state by another", [](training& t) { *t.state = adam(0.1).init(t.params); }},
      {"empties the state", [](training& t) { *t.state = opt_state(); }},
      {"destroys the state", [](training& t) { t.state.reset(); }},
      {"moves the state",
       [](training& t) { elsewhere = std::make_unique<opt_state>(std::move(*t.state)); }},
      {"moves the state and destroys it",
       [](training& t) { opt_state gone = std::move(*t.state); }},
      {"moves the state and steps it",
       [](training& t) {
         opt_state gone = std::move(*t.state);
         tree params = t.params;
         adam(0.1).step(t.grads, gone, params);
       }},
      {"swaps the state",
       [](training& t) {
         opt_state other = sgd(0.1, {.momentum = 0.5}).init(t.params);
         std::swap(*t.state, other);
       }},
      {"swaps the state twice",
       [](training& t) {
         opt_state other = sgd(0.1, {.momentum = 0.5}).init(t.params);
         std::swap(*t.state, other);
         std::swap(*t.state, other);
       }},
      {"assigns to the tree of the state",
       [](training& t) { static_cast<tree&>(*t.state) = tree{}; }},
      {"assigns a copy to the tree of the state",
       [](training& t) {
         static_cast<tree&>(*t.state) = list(array(dtype::f32, {100000}), tree(*t.state));
       }},
      {"empties the parameters", [](training& t) { t.params = tree{}; }},
      {"replaces the parameters",
       [](training& t) {
         t.params = tree(array{1.0F, 2.0F});
       }},
      {"empties the gradients", [](training& t) { t.grads = tree{}; }},
      {"replaces the gradients",
       [](training& t) {
         t.grads = tree(array{1.0F, 2.0F});
       }},
  };
  return all;
}

TEST(a_function_that_a_step_calls, must_not_take_away_what_is_stepped) {
  const support::problem p = support::example();
  for_each_call([&](const with_callback& row, std::size_t place, way how) {
    for (const auto& [form, tx] : support::compositions(row.tx)) {
      for (const named_action& what : removals()) {
        SCOPED_TRACE(std::string(what.name) + ", " + form);
        training t(tx, p);
        t.call(way::step);
        bool threw = false;
        once at(place, [&] { what.act(t); });
        try {
          t.call(how);
        } catch (const std::logic_error&) {
          threw = true;
        }
        ASSERT_EQ(threw, at.happened(place));
      }
    }
  });
}

// Arrays that take the place of others are used, or refused; those that have gone are not.
TEST(a_function_that_a_step_calls, may_not_free_the_arrays_that_are_stepped) {
  const support::problem p = support::example();
  const auto renew = [](tree& t) {
    for (array& a : t.leaves()) {
      array copy = a;
      a = array();
      a = std::move(copy);
    }
  };
  const std::vector<named_action> renewals = {
      {"state", [&](training& t) { renew(*t.state); }},
      {"params", [&](training& t) { renew(t.params); }},
      {"gradients", [&](training& t) { renew(t.grads); }},
      {"state, smaller",
       [](training& t) {
         for (array& a : t.state->leaves()) a = array();
       }},
      {"params, smaller",
       [](training& t) {
         for (array& a : t.params.leaves()) a = array();
       }},
  };
  for_each_call([&](const with_callback& row, std::size_t place, way how) {
    for (const auto& [form, tx] : support::compositions(row.tx)) {
      for (const named_action& what : renewals) {
        SCOPED_TRACE(std::string(what.name) + ", " + form);
        training t(tx, p);
        t.call(way::step);
        once at(place, [&] { what.act(t); });
        try {
          t.call(how);
        } catch (const std::logic_error&) {
        }
      }
    }
  });
}

// One that nobody else has a copy of.
training with_its_own(const std::string& name, const support::problem& p) {
  for (const with_callback& row : support::all_that_call()) {
    if (row.name == name) return {row.tx, p};
  }
  throw std::out_of_range(name);
}

TEST(a_function_that_a_step_calls, may_let_the_transformation_end) {
  const support::problem p = support::example();
  for_each_call([&](const with_callback& row, std::size_t place, way how) {
    training t = with_its_own(row.name, p);
    training twin(row.tx, p);
    twin.call(how);
    once at(place, [&] { t.tx.reset(); });
    t.call(how);
    EXPECT_TRUE(same_bits(t.params.leaves(), twin.params.leaves()));
    EXPECT_TRUE(same_bits(t.state->leaves(), twin.state->leaves()));
  });
}

// Where a state is taken over, masks and the like are called too.
TEST(a_function_that_an_adoption_calls, must_not_take_away_the_state) {
  const support::problem p = support::example();
  for (const with_callback& row : support::all_that_call()) {
    const auto again = support::all_that_call();
    for (const auto& other : again) {
      if (other.name != row.name) continue;
      for (const named_action& what : removals()) {
        SCOPED_TRACE(row.name + ", " + what.name);
        training t(row.tx, p);
        t.call(way::step);
        *t.tx = other.tx;
        bool threw = false;
        once at(0, [&] { what.act(t); });
        try {
          t.call(way::step);
        } catch (const std::logic_error&) {
          threw = true;
        }
        EXPECT_EQ(threw, at.happened(0));
      }
    }
  }
}

// The inner step of a rule is made on trees of its own, and on the caller's state.
TEST(a_function_that_an_inner_step_calls, must_not_take_away_the_state) {
  const support::problem p = support::example();
  for (const named_action& what : removals()) {
    SCOPED_TRACE(what.name);
    std::function<void()> hook = [] {};
    const transformation inner = chain(trace(0.5), scale_by_learning_rate([&](step_t) {
                                         hook();
                                         return 0.5;
                                       }),
                                       trace(0.5));
    const transformation tx = support::rule_of(
        [inner](layout& state) {
          state.type("S");
          state.child("inner", inner, state.params());
        },
        [inner](sweep& s, const state_view& state) {
          s.replace(
              [&](tree updates) { return s.run(inner, state["inner"], updates, s.params()); });
        });
    training t(tx, p);
    t.call(way::step);
    hook = [&] { what.act(t); };
    EXPECT_THROW(t.call(way::step), std::logic_error);
  }
}

}  // namespace
