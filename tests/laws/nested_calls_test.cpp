// What functions of the user's may do in the middle of a call: use other transformations. Whatever
// else they do to what is stepped is an error, and never a hang or memory that is gone.
#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/bytes.hpp"
#include "support/callbacks.hpp"
#include "support/hostile.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"
#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using support::on_call;
using support::same_bits;
using support::way;
using support::with_callback;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr way ways[] = {way::step, way::update, way::update_in_place};

support::problem example() {
  const std::vector<support::contents> of_grads(3, support::contents::plain);
  const std::vector<std::int64_t> lengths = {3, 70, -1, 5000};
  return support::make_problem(lengths, {dtype::f32}, support::contents::plain, of_grads);
}

struct training {
  training(const transformation& of, const support::problem& p)
      : tx(std::make_unique<transformation>(of)),
        params(p.params),
        grads(p.grads[0]),
        state(std::make_unique<opt_state>(tx->init(params))) {}

  void call(way how) {
    if (how == way::step) {
      tx->step(grads, *state, params);
    } else if (how == way::update) {
      tx->update(std::as_const(grads), *state, params);
    } else {
      tx->update(std::move(grads), *state, params);
    }
  }
  std::vector<std::vector<std::byte>> bytes() const {
    return {bytes_of(*state), bytes_of(params), bytes_of(grads)};
  }

  std::unique_ptr<transformation> tx;
  tree params;
  tree grads;
  std::unique_ptr<opt_state> state;
};

// Once in the call, at its n-th function.
class once {
 public:
  once(std::size_t place, std::function<void()> f)
      : hook_([this, place, f = std::move(f)] {
          if (count_++ == place) f();
        }) {}
  bool happened(std::size_t place) const { return count_ > place; }

 private:
  std::size_t count_ = 0;
  on_call hook_;
};

using action = std::function<void(training&)>;

struct named_action {
  const char* name;
  action act;
};

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

// By every function, at each of its calls.
void for_each_call(const std::function<void(const with_callback&, std::size_t, way)>& f) {
  const auto rows = support::all_that_call();
  for (const with_callback& row : rows) {
    if (!row.in_update) continue;
    for (std::size_t place = 0; place < 3; ++place) {
      for (const way how : ways) {
        SCOPED_TRACE(row.name + ", place " + std::to_string(place) + ", way " +
                     std::to_string(static_cast<int>(how)));
        f(row, place, how);
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

TEST(a_function_that_a_step_calls, must_not_call_the_same_transformation) {
  const support::problem p = example();
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
  const support::problem p = example();
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
  const support::problem p = example();
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
  const support::problem p = example();
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
  const support::problem p = example();
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
  const support::problem p = example();
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

TEST(a_function_that_init_calls, must_not_call_the_same_transformation) {
  const support::problem p = example();
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

// Where a state is taken over, masks and the like are called too.
TEST(a_function_that_an_adoption_calls, must_not_take_away_the_state) {
  const support::problem p = example();
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
  const support::problem p = example();
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
