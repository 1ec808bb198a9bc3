// What functions of the user's may do in the middle of a call: use other transformations. A call of
// the one that is under way is an error, and never a hang.
#include "support/nested_calls.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/same_bits.hpp"
#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::for_each_call;
using support::named_action;
using support::on_call;
using support::once;
using support::same_bits;
using support::training;
using support::way;
using support::with_callback;
using testing::HasSubstr;
using testing::ThrowsMessage;

// What calls the same transformation, or uses the state that is stepped.
const std::vector<named_action>& reentries() {
  static const std::vector<named_action> all = {
      {"steps", [](training& t) { t.tx->step(tree(t.grads), *t.state, t.params); }},
      {"updates", [](training& t) { t.tx->update(t.grads, *t.state, t.params); }},
      {"updates with another state",
       [](training& t) {
         opt_state other = *t.state;
         t.tx->update(t.grads, other, t.params);
       }},
      {"inits", [](training& t) { t.tx->init(t.params); }},
      {"explains", [](training& t) { explain(*t.tx, t.params); }},
      {"steps the same state with another transformation",
       [](training& t) {
         const transformation other = adam(0.1);
         tree params = t.params;
         other.step(t.grads, *t.state, params);
       }},
      {"loads into the state",
       [](training& t) { load_state("refused before it is looked for", *t.state); }},
  };
  return all;
}

TEST(a_function_that_a_step_calls, must_not_call_the_same_transformation) {
  const support::problem p = support::example();
  for_each_call([&](const with_callback& row, std::size_t place, way how) {
    for (const auto& [form, tx] : support::compositions(row.tx)) {
      for (const named_action& what : reentries()) {
        SCOPED_TRACE(std::string(what.name) + ", " + form);
        training t(tx, p);
        t.call(way::step);
        training twin(tx, p);
        twin.call(way::step);
        const auto before = t.bytes();
        bool refused = false;
        bool threw = false;
        {
          once at(place, [&] {
            try {
              what.act(t);
            } catch (const std::logic_error&) {
              refused = true;
              throw;
            }
          });
          try {
            t.call(how);
          } catch (const std::logic_error&) {
            threw = true;
          }
          if (!at.happened(place)) continue;
        }
        ASSERT_TRUE(refused);
        ASSERT_TRUE(threw);
        ASSERT_EQ(t.bytes(), before);
        t.call(way::step);
        twin.call(way::step);
        ASSERT_EQ(t.bytes(), twin.bytes());
      }
    }
  });
}

// The function may go on as if it had not tried.
TEST(a_function_that_a_step_calls, may_catch_the_refusal) {
  const support::problem p = support::example();
  for_each_call([&](const with_callback& row, std::size_t place, way how) {
    training t(row.tx, p);
    training twin(row.tx, p);
    {
      once at(place, [&] {
        EXPECT_THROW(t.tx->step(tree(t.grads), *t.state, t.params), std::logic_error);
      });
      t.call(how);
    }
    twin.call(how);
    EXPECT_TRUE(same_bits(t.state->leaves(), twin.state->leaves()));
    EXPECT_TRUE(same_bits(t.params.leaves(), twin.params.leaves()));
  });
}

TEST(a_function_that_a_step_calls, may_use_another_transformation) {
  const support::problem p = support::example();
  const transformation others[] = {
      chain(clip_by_global_norm(0.5), adam(0.1)), inject_hyperparams(sgd)({.learning_rate = 0.1}),
      chain(scale_by_learning_rate([](step_t) { return 0.5; }), multi_steps(lion(0.1), 2)),
      masked(rmsprop(0.1), paths("**/w"))};
  for (const transformation& other : others) {
    training expected(other, p);
    for (int i = 0; i < 2; ++i) expected.tx->step(expected.grads, *expected.state, expected.params);
    for_each_call([&](const with_callback& row, std::size_t place, way how) {
      training t(row.tx, p);
      training twin(row.tx, p);
      twin.call(how);
      std::optional<training> inner;
      {
        once at(place, [&] {
          inner.emplace(other, p);
          for (int i = 0; i < 2; ++i) inner->tx->step(inner->grads, *inner->state, inner->params);
        });
        t.call(how);
      }
      EXPECT_TRUE(same_bits(t.state->leaves(), twin.state->leaves()));
      EXPECT_TRUE(same_bits(t.params.leaves(), twin.params.leaves()));
      if (!inner) return;
      EXPECT_TRUE(same_bits(inner->params.leaves(), expected.params.leaves()));
      EXPECT_TRUE(same_bits(inner->state->leaves(), expected.state->leaves()));
    });
  }
}

struct calls_back {
  const std::function<void()>* f;
  template <class T>
  void operator()(T&) const noexcept {
    (*f)();
  }
};

// Part of the arrays is new by then, so no exception could leave them as they were.
TEST(a_formula_of_a_kernel, ends_the_program_with_the_reason_if_it_calls_the_step) {
  const support::problem p = support::example();
  std::function<void()> back;
  training t(elementwise("calls_back", calls_back{&back}), p);
  back = [&] { t.tx->update(t.grads, *t.state, t.params); };
  EXPECT_DEATH(t.call(way::step), "calls_back: called by a function that it has called itself");
}

TEST(a_function_that_init_calls, must_not_call_the_same_transformation) {
  const support::problem p = support::example();
  for (const with_callback& row : support::all_that_call()) {
    if (!row.in_init) continue;
    SCOPED_TRACE(row.name);
    opt_state state = row.tx.init(p.params);
    tree params = p.params;
    const std::function<void()> actions[] = {[&] { row.tx.init(p.params); },
                                             [&] { row.tx.step(p.grads[0], state, params); }};
    for (const auto& act : actions) {
      const on_call hook([&] { EXPECT_THROW(act(), std::logic_error); });
      EXPECT_TRUE(same_bits(row.tx.init(p.params).leaves(), state.leaves()));
    }
    const on_call hook([&] { row.tx.init(p.params); });
    EXPECT_THAT([&] { row.tx.init(p.params); },
                ThrowsMessage<std::logic_error>(
                    HasSubstr("called by a function that it has called itself")));
  }
}

}  // namespace
