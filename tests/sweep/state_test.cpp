// Fields of the state: numbers, arrays and trees that rules read and leave for the next step.
#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "kernels/running_sum.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/explain.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::rule_of;
using testing::HasSubstr;
using testing::ThrowsMessage;

const tree grads{{"w", array{1.0F, 2.0F}}};

transformation with_count(dtype type, double first, support::update_function update) {
  return rule_of(
      [=](layout& state) {
        state.type("S");
        state.scalar("count", type, first);
      },
      std::move(update));
}

TEST(get, sees_one_number_of_an_array) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.type("S");
        state.value("numbers", tree(array{1.0F, 2.0F, 3.0F}));
      },
      [](sweep& s, const state_view& state) {
        EXPECT_EQ(s.get(state["numbers"], 1), 2);
        s.set(state["numbers"], 1, 0.1);
        EXPECT_EQ(s.get(state["numbers"], 1), 0.1F);
        EXPECT_EQ(s.get(state["numbers"], 2), 3);
      });
  opt_state state = tx.init(grads);
  tx.update(grads, state);
  EXPECT_EQ(state["numbers"], tree(array{1.0F, 0.1F, 3.0F}));
}

TEST(layout, of_a_dict_is_in_the_order_of_its_keys) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.dict();
        state.scalar("b", dtype::i32);
        state.scalar("a", dtype::i32);
      },
      [](sweep&, const state_view&) {});
  EXPECT_THAT([&] { (void)tx.init(grads); },
              ThrowsMessage<std::logic_error>(
                  "layout: the fields of a dict are laid out in the order of their keys"));
}

TEST(get, sees_what_this_step_has_set) {
  const transformation tx = with_count(dtype::i32, 7, [](sweep& s, const state_view& state) {
    const scalar count = state["count"];
    EXPECT_EQ(s.get(count), 7);
    s.set(count, 8);
    EXPECT_EQ(s.get(count), 8);
    s.set(count, 9);
    EXPECT_EQ(s.get(count), 9);
    s.set(count, 7);
  });
  opt_state state = tx.init(grads);
  tx.update(grads, state);
  EXPECT_EQ(state["count"].leaf().item(), 7);
}

TEST(set, waits_for_the_end_of_the_step_and_keeps_the_dtype) {
  for (const dtype type : {dtype::i32, dtype::f32, dtype::f64}) {
    opt_state* seen = nullptr;
    const transformation tx = with_count(type, 1, [&](sweep& s, const state_view& state) {
      s.set(state["count"], 2.5);
      EXPECT_EQ((*seen)["count"].leaf().item(), 1);
    });
    opt_state state = tx.init(grads);
    seen = &state;
    tx.update(grads, state);
    EXPECT_EQ(state["count"].leaf().dtype(), type);
    EXPECT_EQ(state["count"].leaf().item(), type == dtype::i32 ? 2 : 2.5);
  }
}

TEST(increment, stays_at_the_largest_int32) {
  const double largest = std::numeric_limits<std::int32_t>::max();
  const transformation tx =
      with_count(dtype::i32, largest - 2,
                 [](sweep& s, const state_view& state) { s.increment(state["count"]); });
  opt_state state = tx.init(grads);
  for (const double expected : {largest - 1, largest, largest, largest}) {
    tx.update(grads, state);
    EXPECT_EQ(state["count"].leaf().item(), expected);
  }
}

TEST(increment, counts_twice_in_a_step_if_asked_to) {
  const transformation tx = with_count(dtype::i32, 0, [](sweep& s, const state_view& state) {
    const double once = s.increment(state["count"]);
    EXPECT_EQ(s.increment(state["count"]), once + 1);
  });
  opt_state state = tx.init(grads);
  tx.update(grads, state);
  tx.update(grads, state);
  EXPECT_EQ(state["count"].leaf().item(), 4);
}

TEST(state_view, names_the_fields_there_are) {
  const transformation tx =
      with_count(dtype::i32, 0, [](sweep&, const state_view& state) { (void)state["number"]; });
  opt_state state = tx.init(grads);
  EXPECT_THAT([&] { tx.update(grads, state); },
              ThrowsMessage<std::logic_error>(HasSubstr("no field 'number'")));
}

transformation with_tree(support::update_function update) {
  return rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n", {.value = 3.0});
        state.value("t", tree{{"x", array{1.0F}}, {"y", array(5.0)}});
      },
      std::move(update));
}

TEST(set_tree, is_seen_by_get_tree_and_written_at_the_end) {
  opt_state* seen = nullptr;
  const transformation tx = with_tree([&](sweep& s, const state_view& state) {
    tree t = s.get_tree(state["t"]);
    EXPECT_EQ(t["y"].leaf().item(), 5.0);
    t["y"] = array(6.0);
    s.set_tree(state["t"], std::move(t));
    EXPECT_EQ(s.get_tree(state["t"])["y"].leaf().item(), 6.0);
    EXPECT_EQ((*seen)["t"]["y"].leaf().item(), 5.0);
  });
  opt_state state = tx.init(grads);
  seen = &state;
  tx.update(grads, state);
  EXPECT_EQ(state["t"]["y"].leaf().item(), 6.0);
  EXPECT_EQ(state["t"]["x"].leaf(), array{1.0F});
}

TEST(set_tree, refuses_another_structure_shape_or_dtype) {
  const auto with = [](tree t) {
    return [t] {
      const transformation tx =
          with_tree([&](sweep& s, const state_view& state) { s.set_tree(state["t"], t); });
      opt_state state = tx.init(grads);
      tx.update(grads, state);
    };
  };
  EXPECT_THAT(with(tree{{"x", array{1.0F}}}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("the state came back as {'x': *}")));
  EXPECT_THAT(with(tree{{"x", array{1.0F, 2.0F}}, {"y", array(5.0)}}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("became float32 (2,), expected")));
  EXPECT_THAT(with(tree{{"x", array{1.0F}}, {"y", array(5.0F)}}),
              ThrowsMessage<std::invalid_argument>(
                  HasSubstr("set_tree: the state['y'] came back as float32, expected float64")));
}

// A slot as kernels, whole arrays and whole trees see it, in this order.
TEST(slot, is_the_same_for_kernels_arrays_and_trees) {
  const transformation tx = with_tree([](sweep& s, const state_view& state) {
    const slot n = state["n"];
    const auto in_tree = [&] { return s.get_tree(state["n"])["w"].leaf().values<float>()[1]; };
    EXPECT_EQ(in_tree(), 3);
    s.map(kernels::running_sum<double>{}, n);  // 3 + 2
    EXPECT_EQ(in_tree(), 5);
    s.for_each_leaf([&](leaf_view& leaf) {
      array& values = leaf[n];
      EXPECT_EQ(values.values<float>()[1], 5);
      values.mutable_data<float>()[1] = 10;
      EXPECT_EQ(leaf[n].values<float>()[1], 10);
    });
    EXPECT_EQ(in_tree(), 10);
    s.map(kernels::running_sum<double>{}, n);  // 10 + 5
    EXPECT_EQ(s.sum(support::hand_on{}), (4 + 4) + (10 + 5));
    EXPECT_EQ(in_tree(), 15);
    tree t = s.get_tree(state["n"]);
    t["w"].leaf().mutable_data<float>()[1] = 100;
    s.set_tree(state["n"], t);
    EXPECT_EQ(in_tree(), 100);
    s.map(kernels::running_sum<double>{}, n);  // 100 + 15
    EXPECT_EQ(in_tree(), 115);
    s.for_each_leaf([&](leaf_view& leaf) {
      EXPECT_EQ(leaf.update().values<float>()[1], 115);
      EXPECT_EQ(leaf[n].values<float>()[1], 115);
      leaf[n].mutable_data<float>()[1] = 1000;
    });
    s.for_each_leaf([&](leaf_view& leaf) { EXPECT_EQ(leaf[n].values<float>()[1], 1000); });
    s.map(kernels::running_sum<double>{}, n);
  });
  for (int i = 0; i < 2; ++i) {
    opt_state state = tx.init(grads);
    const tree u = tx.update(grads, state);
    EXPECT_EQ(u["w"].leaf().values<float>()[1], 1115);
    EXPECT_EQ(state["n"]["w"].leaf().values<float>()[1], 1115);
  }
}

// An array of the state that was replaced by one of another dtype is refused, and leaves no trace.
TEST(state, with_another_dtype_is_refused_until_it_is_put_back) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n");
      },
      [](sweep& s, const state_view& state) { s.map(kernels::running_sum<double>{}, state["n"]); });
  opt_state state = tx.init(grads);
  const array before = state["n"]["w"].leaf();
  state["n"]["w"] = array{1.0, 2.0};
  EXPECT_THAT([&] { tx.update(grads, state); },
              ThrowsMessage<tree_mismatch>(HasSubstr("is float64, expected float32")));
  state["n"]["w"] = array{1.0F, 2.0F, 3.0F};
  EXPECT_THAT([&] { tx.update(grads, state); },
              ThrowsMessage<tree_mismatch>(HasSubstr("has shape (3,)")));
  state["n"]["w"] = before;
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(tx.update(grads, state), (tree{{"w", array{2.0F, 4.0F}}}));
}

// Rules that work on whole arrays rely on their shapes.
TEST(state, with_another_shape_is_refused_where_whole_arrays_are_looked_at) {
  const std::vector<transformation> looking = {
      with_tree([](sweep& s, const state_view& state) { s.get_tree(state["t"]); }),
      with_tree([](sweep& s, const state_view& state) {
        s.set_tree(state["t"], s.get_tree(state["t"]));
      })};
  for (const transformation& tx : looking) {
    opt_state state = tx.init(grads);
    state["t"]["x"] = array{1.0F, 2.0F};
    EXPECT_THAT([&] { tx.update(grads, state); },
                ThrowsMessage<tree_mismatch>(
                    "update: state.t['x'] is float32 (2,), expected float32 (1,)"));
    state["t"]["x"] = array{1.0};
    EXPECT_THAT([&] { tx.update(grads, state); },
                ThrowsMessage<tree_mismatch>(
                    "update: state.t['x'] is float64 (1,), expected float32 (1,)"));
    state["t"]["x"] = array{1.0F};
    EXPECT_NO_THROW(tx.update(grads, state));
  }
}

TEST(opt_state, that_init_has_not_made_says_so) {
  opt_state state;
  EXPECT_TRUE(state.is_none());
  tree params = grads;
  const transformation tx = with_count(dtype::i32, 0, [](sweep&, const state_view&) {});
  const auto refused = ThrowsMessage<std::invalid_argument>(
      HasSubstr(": the state is empty; init(params) makes one"));
  EXPECT_THAT([&] { tx.step(grads, state, params); }, refused);
  EXPECT_THAT([&] { tx.update(grads, state); }, refused);
  EXPECT_THAT([&] { tx.update(tree(grads), state, params); }, refused);
  EXPECT_THAT([&] { explain(tx, state, params); }, refused);
  const opt_state copy = state;
  EXPECT_EQ(copy, state);
  state = tx.init(params);
  tx.step(grads, state, params);
  const opt_state moved = std::move(state);
  EXPECT_THAT([&] { tx.step(grads, state, params); }, refused);
}

// Plans speak of nodes by their numbers.
TEST(opt_state, whose_structure_was_changed_is_refused_until_it_is_put_back) {
  const transformation tx = with_count(
      dtype::i32, 0, [](sweep& s, const state_view& state) { s.increment(state["count"]); });
  tree params = grads;
  opt_state state = tx.init(params);
  tree& fields = state;
  const tree before = state;
  EXPECT_THROW(fields["more"] = array(1.0F), std::out_of_range);
  fields = tree::named_struct("S", {{"count", tree{{"a", array(1.0F)}}}});
  EXPECT_THAT([&] { tx.step(grads, state, params); },
              ThrowsMessage<tree_mismatch>(HasSubstr("expected S(count=*)")));
  fields = before;
  tx.step(grads, state, params);
  EXPECT_EQ(state["count"].leaf().item(), 1);
}

}  // namespace
