// States that somebody has changed, of every transformation and in every leaf: each call works, or
// throws and has changed nothing, so that with the right state again it goes on.
#include <gmock/gmock.h>

#include <cstring>
#include <functional>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/bytes.hpp"
#include "support/every_transformation.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using support::named_transformation;
using support::same_bits;
using support::way;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr way ways[] = {way::step, way::update, way::update_in_place};

tree filled(const tree& like, std::uint64_t seed) {
  return support::tree_like(like, support::contents::plain, seed);
}

tree example() {
  const auto zeros = [](const shape& s) { return array(dtype::f32, s); };
  return filled({{"even0", tree{{"b", zeros({3})}, {"w", zeros({4, 6})}}},
                 {"odd1", tree{{"b", zeros({1})}, {"w", zeros({70})}}}},
                1);
}

tree base_of(opt_state& state) { return static_cast<tree&>(state); }
void put(opt_state& state, tree t) { static_cast<tree&>(state) = std::move(t); }

struct training {
  training(const transformation& with, const tree& start)
      : tx(with), params(start), state(tx.init(params)) {
    step(way::step, 1);
  }
  void step(way how, std::uint64_t seed) {
    tree grads = filled(params, seed);
    if (how == way::step) {
      tx.step(grads, state, params);
    } else if (how == way::update) {
      tx.update(std::as_const(grads), state, params);
    } else {
      tx.update(std::move(grads), state, params);
    }
  }

  transformation tx;
  tree params;
  opt_state state;
};

// Whether the calls with the changed state throw, each of them having changed nothing.
testing::AssertionResult throws_and_changes_nothing(training& t) {
  bool threw = true;
  for (const way how : ways) {
    const auto state = bytes_of(t.state);
    const auto structure = t.state.structure();
    const auto params = bytes_of(t.params);
    opt_state copy = t.state;
    tree params_before = t.params;
    try {
      t.step(how, 2);
      threw = false;
      t.state = std::move(copy);
      t.params = std::move(params_before);
      continue;
    } catch (const std::invalid_argument&) {
    }
    if (bytes_of(t.state) != state || bytes_of(t.params) != params ||
        structure != t.state.structure()) {
      return testing::AssertionFailure() << "way " << static_cast<int>(how) << " changed something";
    }
  }
  return threw ? testing::AssertionSuccess() : testing::AssertionFailure() << "no call threw";
}

// After the right state is put back, the next steps are those of a run without all that.
void expect_goes_on(training& t, tree right) {
  training undisturbed(t.tx, example());
  put(t.state, std::move(right));
  for (std::uint64_t n = 2; n < 4; ++n) {
    t.step(way::step, n);
    undisturbed.step(way::step, n);
    EXPECT_TRUE(same_bits(t.state.leaves(), undisturbed.state.leaves()));
    EXPECT_TRUE(same_bits(t.params.leaves(), undisturbed.params.leaves()));
  }
}

TEST(a_state_that_was_changed, by_assignment_to_its_tree_is_refused) {
  const tree smaller = array{1.0F};
  const auto& rows = support::every_transformation();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    training t(rows[i].tx, example());
    const transformation& next = rows[(i + 1) % rows.size()].tx;
    opt_state of_next = next.init(t.params);
    const tree larger = list(array(dtype::f32, {100}), array(dtype::f32, {3}), base_of(t.state));
    for (const tree& other : {tree(), smaller, larger, base_of(of_next)}) {
      SCOPED_TRACE(rows[i].name + " with " + other.structure()->text());
      if (same_structure(other.structure(), t.state.structure())) continue;
      tree right = base_of(t.state);
      put(t.state, other);
      EXPECT_TRUE(throws_and_changes_nothing(t));
      EXPECT_THROW(explain(t.tx, t.state, t.params), std::invalid_argument);
      expect_goes_on(t, std::move(right));
      t = training(rows[i].tx, example());
    }
  }
}

// Each has then the arrays of the other, and goes on as the other would if they are alike.
TEST(a_state_that_was_changed, by_a_swap_with_another_is_that_other_or_refused) {
  const tree large = array(dtype::f32, {300});
  for (const named_transformation& row : support::every_transformation()) {
    SCOPED_TRACE(row.name);
    training a(row.tx, example());
    training b(row.tx, example());
    b.step(way::step, 5);
    training expected = b;
    std::swap(static_cast<tree&>(a.state), static_cast<tree&>(b.state));
    a.params = b.params;
    a.step(way::step, 6);
    expected.step(way::step, 6);
    EXPECT_TRUE(same_bits(a.state.leaves(), expected.state.leaves()));
    EXPECT_TRUE(same_bits(a.params.leaves(), expected.params.leaves()));

    const transformation of_any = sgd(0.1, {.momentum = 0.9});
    training c(of_any, example());
    training d(of_any, large);
    std::swap(static_cast<tree&>(c.state), static_cast<tree&>(d.state));
    EXPECT_TRUE(throws_and_changes_nothing(c));
    EXPECT_TRUE(throws_and_changes_nothing(d));
  }
}

struct tampering {
  const char* name;
  std::function<array(const array&, training&)> of;  // in the place of that array
  bool always_refused = true;
};

dtype another(dtype type) { return type == dtype::f32 ? dtype::f64 : dtype::f32; }

const std::vector<tampering>& tamperings() {
  static const std::vector<tampering> all = {
      {"one element more",
       [](const array& a, training&) {
         return array(a.dtype(), {static_cast<std::int64_t>(a.size()) + 1});
       }},
      {"one element more, of another dtype",
       [](const array& a, training&) {
         return array(another(a.dtype()), {static_cast<std::int64_t>(a.size()) + 1});
       }},
      {"no elements, moved from", [](const array&, training&) { return array(); }},
      {"another dtype",
       [](const array& a, training&) { return array(another(a.dtype()), a.shape()); }, false},
      {"another shape",
       [](const array& a, training&) {
         return array(a.dtype(), {1, static_cast<std::int64_t>(a.size())});
       },
       false},
      {"read-only memory",
       [](const array& a, training&) {
         return array::view(const_cast<void*>(a.data()), a.dtype(), a.shape(), false);
       }},
      {"memory of a parameter",
       [](const array& a, training& t) {
         static std::vector<double> memory(1000);  // enough for the longest array of a state
         array& p = t.params["odd1"]["w"].leaf();
         std::memcpy(memory.data(), p.data(), p.size() * size_of(p.dtype()));
         p = array::view(memory.data(), p.dtype(), p.shape(), true);
         return array::view(memory.data(), a.dtype(), a.shape(), true);
       }},
      {"memory of its own end",
       [](const array& a, training& t) {
         static std::vector<double> memory(1000);
         t.state.leaves()[0] = array::view(memory.data(), t.state.leaves()[0].dtype(),
                                           t.state.leaves()[0].shape(), true);
         return array::view(memory.data(), a.dtype(), a.shape(), true);
       }},
  };
  return all;
}

TEST(a_state_that_was_changed, in_a_leaf_works_or_is_refused) {
  for (const named_transformation& row : support::every_transformation()) {
    const std::size_t leaves = training(row.tx, example()).state.leaves().size();
    for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
      for (const tampering& how : tamperings()) {
        training t(row.tx, example());
        tree right = base_of(t.state);
        const array before = t.state.leaves()[leaf];
        if (before.size() == 0) continue;
        SCOPED_TRACE(row.name + ", state" + t.state.structure()->accessor(leaf) + ": " + how.name);
        if (leaf == 0 && std::string(how.name) == "memory of its own end") continue;
        const array old = std::exchange(t.state.leaves()[leaf], how.of(before, t));
        if (how.always_refused) {
          EXPECT_TRUE(throws_and_changes_nothing(t));
        } else {
          throws_and_changes_nothing(t);
        }
        expect_goes_on(t, std::move(right));
        if (HasFailure()) return;
      }
    }
  }
}

TEST(a_state_that_was_changed, is_named_with_the_field_that_is_wrong) {
  const tree params = array{1.0F, 2.0F};
  const auto message = [&](const transformation& tx, const char* field, const array& value) {
    opt_state state = tx.init(params);
    state[field] = value;
    std::string text;
    try {
      tx.update(params, state, params);
    } catch (const tree_mismatch& e) {
      text = e.what();
    }
    return text;
  };
  const array two{1.0F, 1.0F};
  EXPECT_EQ(message(apply_if_finite(sgd(0.1), 2), "last_finite", two),
            "update: state.last_finite has shape (2,), expected ()");
  EXPECT_EQ(message(scale_by_adam(), "count", two),
            "update: state.count has shape (2,), expected one number");
  const auto halving = [](step_t n) { return n == 0 ? 1.0 : 0.5; };
  const transformation injected = inject_hyperparams(sgd)({.learning_rate = halving});
  opt_state state = injected.init(params);
  state["hyperparams"]["learning_rate"] = two;
  EXPECT_THAT([&] { injected.update(params, state); },
              ThrowsMessage<tree_mismatch>(
                  "update: state.hyperparams['learning_rate'] has shape (2,), expected ()"));
}

TEST(a_state_that_was_changed, is_not_loaded_into) {
  const support::temporary_directory folder;
  const auto file = folder.path() / "state.safetensors";
  const tree params = example();
  const transformation tx = adam(0.1);
  opt_state state = tx.init(params);
  save_state(file, state);
  for (const tree& other : {tree(), tree(array{1.0F}), list(base_of(state), base_of(state))}) {
    tree right = base_of(state);
    put(state, other);
    for (const bool partial : {false, true}) {
      EXPECT_THAT([&] { load_state(file, state, {.partial = partial}); },
                  ThrowsMessage<tree_mismatch>(HasSubstr("the state is not as init made it")));
    }
    EXPECT_EQ(state, other);
    put(state, std::move(right));
    EXPECT_NO_THROW(load_state(file, state));
  }
}

// A tree that was assigned where init has made nothing.
TEST(a_state_that_was_changed, from_nothing_is_refused) {
  const tree params = example();
  const transformation tx = adam(0.1);
  opt_state state;
  opt_state made = tx.init(params);
  put(state, base_of(made));
  EXPECT_THAT([&] { tx.update(params, state); },
              ThrowsMessage<tree_mismatch>(HasSubstr("a tree that was assigned to it")));
}

// A state that goes over to an equal transformation.
class a_state_that_is_taken_over : public testing::Test {
 protected:
  // Selects by value, so that it matters what it is shown.
  static mask_tree positive(const tree& t) {
    return tree_map([](const array& a) { return a.values<float>()[0] > 0; }, t);
  }
  static transformation make() { return masked(trace(0.5), positive); }

  tree params{{"a", array{1.0F}}, {"b", array{-1.0F}}};
  tree grads{{"a", array{2.0F}}, {"b", array{-2.0F}}};
};

TEST_F(a_state_that_is_taken_over, shows_its_masks_the_parameters_or_the_updates) {
  for (const tree& given : {params, tree()}) {
    opt_state state = make().init(params);
    opt_state expected = state;
    const transformation tx = make();
    const transformation same = make();
    tx.update(grads, state, given);
    same.update(grads, expected, given);
    EXPECT_EQ(tx.update(grads, state, given), same.update(grads, expected, given));
    EXPECT_EQ(state["inner_state"]["trace"]["a"].leaf(), array{3.0F});
  }
  // In the dtype of the parameters.
  const transformation tx = make();
  tree narrow{{"a", array(dtype::bf16, {1})}, {"b", array(dtype::bf16, {1})}};
  narrow["a"].leaf().mutable_data<std::uint16_t>()[0] = 0x4000;  // 2.0
  opt_state state = make().init(params);
  EXPECT_NO_THROW(tx.update(narrow, state));
}

TEST_F(a_state_that_is_taken_over, is_what_it_was_if_the_trees_do_not_fit) {
  std::size_t called = 0;
  const auto counted = [&] {
    return masked(trace(0.5), [&called](const tree& t) {
      ++called;
      return positive(t);
    });
  };
  const transformation first = counted();
  const transformation second = counted();
  opt_state state = first.init(params);
  EXPECT_EQ(called, 1U);
  EXPECT_THROW(second.update(tree(array{1.0F}), state), tree_mismatch);
  EXPECT_THROW(second.update(grads, state, tree(array{1.0F})), tree_mismatch);
  EXPECT_EQ(called, 1U);
  first.update(grads, state);
  EXPECT_EQ(called, 1U);  // the state is still its own
}

TEST_F(a_state_that_is_taken_over, is_what_it_was_if_the_step_fails) {
  std::size_t called = 0;
  const auto counted = [&](bool fails) {
    return chain(masked(trace(0.5),
                        [&called](const tree& t) {
                          ++called;
                          return positive(t);
                        }),
                 stateless([fails](tree updates, const tree&) {
                   if (fails) throw std::runtime_error("no");
                   return updates;
                 }));
  };
  const transformation first = counted(false);
  opt_state state = first.init(params);
  opt_state twin = state;
  EXPECT_THROW(counted(true).update(grads, state), std::runtime_error);
  const std::size_t before = called;
  EXPECT_EQ(first.update(grads, state), first.update(grads, twin));
  EXPECT_EQ(called, before);
  EXPECT_TRUE(same_bits(state.leaves(), twin.leaves()));
}

}  // namespace
