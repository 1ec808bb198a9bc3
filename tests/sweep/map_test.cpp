// Kernels of users: what they get to see, and where their numbers and slots belong.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "kernels/scale.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/tree_map.hpp"
#include "optaxx/transforms/scale.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::rule_of;
using support::updates_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

struct twice {
  template <class T>
  void operator()(T& u) const noexcept {
    u = T(2) * u;
  }
};
struct plus_param {
  template <class T>
  void operator()(T& u, const T& p) const noexcept {
    u = u + p;
  }
};
struct index_itself {
  template <class T>
  void operator()(std::size_t i, T& u) const noexcept {
    u = static_cast<T>(i);
  }
};
struct param_where_even {
  template <class T>
  void operator()(std::size_t i, T& u, const T& p) const noexcept {
    if (i % 2 == 0) u = p;
  }
};
struct counted {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    slot = slot + T(1);
    u = slot;
  }
};
// Moves everything on by one.
struct six_slots {
  template <class T>
  void operator()(T& u, T& a, T& b, T& c, T& d, T& e, T& f) const noexcept {
    const T last = f;
    f = e;
    e = d;
    d = c;
    c = b;
    b = a;
    a = u;
    u = last;
  }
};

const tree grads{{"a", array{1.0F, 2.0F, 3.0F}}, {"b", array{4.0, 5.0}}};
const tree params{{"a", array{10.0F, 20.0F, 30.0F}}, {"b", array{40.0, 50.0}}};

TEST(map, turns_updates_into_others) {
  const tree u = updates_of(grads, [](sweep& s, const state_view&) { s.map(twice{}); });
  EXPECT_EQ(u, (tree{{"a", array{2.0F, 4.0F, 6.0F}}, {"b", array{8.0, 10.0}}}));
}

TEST(map, shows_the_parameter_to_a_kernel_that_takes_it) {
  const tree u = updates_of(
      grads, [](sweep& s, const state_view&) { s.map(plus_param{}); }, params);
  EXPECT_EQ(u, (tree{{"a", array{11.0F, 22.0F, 33.0F}}, {"b", array{44.0, 55.0}}}));
}

TEST(map, refuses_a_kernel_that_takes_a_parameter_where_there_is_none) {
  EXPECT_THAT([] { updates_of(grads, [](sweep& s, const state_view&) { s.map(plus_param{}); }); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("params")));
  EXPECT_THAT([] { support::asked_in_a_step(grads, [](sweep& s) { return s.sum(plus_param{}); }); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("params")));
}

TEST(map, shows_the_index_in_the_leaf) {
  const tree u = updates_of(
      grads, [](sweep& s, const state_view&) { s.map(param_where_even{}); }, params);
  EXPECT_EQ(u, (tree{{"a", array{10.0F, 2.0F, 30.0F}}, {"b", array{40.0, 5.0}}}));
}

TEST(map, counts_indices_through_tiles_and_threads) {
  const support::setting three(instruction_set(), 3);
  const tree large{{"a", array(dtype::f32, {5})}, {"b", array(dtype::f64, {70001})}};
  const tree u = updates_of(large, [](sweep& s, const state_view&) { s.map(index_itself{}); });
  for (const auto& leaf : {0, 1}) {
    const array& a = u.leaves()[static_cast<std::size_t>(leaf)];
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double came = leaf == 0 ? static_cast<double>(a.data<float>()[i]) : a.data<double>()[i];
      ASSERT_EQ(came, static_cast<double>(i));
    }
  }
}

TEST(map, keeps_a_slot_from_step_to_step) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n", {.value = 0.5});
      },
      [](sweep& s, const state_view& state) { s.map(counted{}, state["n"]); });
  opt_state state = tx.init(params);
  for (const float expected : {1.5F, 2.5F, 3.5F}) {
    const tree u = tx.update(grads, state);
    EXPECT_THAT(u["a"].leaf().values<float>(), ElementsAre(expected, expected, expected));
    EXPECT_EQ(u.leaves()[1], state["n"]["b"].leaf());
  }
}

TEST(map, takes_six_slots) {
  const std::vector<std::string> names = {"a", "b", "c", "d", "e", "f"};
  const transformation tx = rule_of(
      [&](layout& state) {
        state.type("S");
        for (std::size_t i = 0; i < 6; ++i) state.slot(names[i], {.value = static_cast<double>(i)});
      },
      [](sweep& s, const state_view& state) {
        s.map(six_slots{}, state["a"], state["b"], state["c"], state["d"], state["e"], state["f"]);
      });
  opt_state state = tx.init(params);
  std::vector<double> came;
  for (int i = 0; i < 7; ++i) came.push_back(tx.update(grads, state)["b"].leaf().data<double>()[0]);
  EXPECT_THAT(came, ElementsAre(5, 4, 3, 2, 1, 0, 4));
}

TEST(map, of_no_leaves_does_nothing) {
  const transformation inner = rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n");
      },
      [](sweep& s, const state_view& state) {
        EXPECT_EQ(s.leaves(), 0U);
        s.map(counted{}, state["n"]);
        s.map_each([](std::size_t) { return twice{}; });
        EXPECT_EQ(s.sum(twice{}), 0.0);
        EXPECT_EQ(s.global_norm(), 0.0);
        EXPECT_TRUE(s.all_finite());
      });
  const transformation tx = masked(inner, false);
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(grads, state), grads);
}

struct times {
  double factor;
  template <class T>
  void operator()(T& u) const noexcept {
    u = T(factor) * u;
  }
};

const tree five{{"a", array{1.0F}},
                {"b", array{1.0}},
                {"c", array{1.0F}},
                {"d", array{1.0}},
                {"e", array{1.0F}}};

std::vector<double> numbers_in(const tree& t) {
  std::vector<double> result;
  for (const array& a : t.leaves())
    result.push_back(a.dtype() == dtype::f64 ? a.data<double>()[0]
                                             : static_cast<double>(a.data<float>()[0]));
  return result;
}

TEST(map_each, makes_a_kernel_per_leaf) {
  for (const bool of_the_library : {true, false}) {
    const tree u = updates_of(five, [&](sweep& s, const state_view&) {
      if (of_the_library) {
        s.map_each([](std::size_t leaf) {
          return kernels::scale<double>{1.0 + static_cast<double>(leaf)};
        });
      } else {
        s.map_each([](std::size_t leaf) { return times{1.0 + static_cast<double>(leaf)}; });
      }
    });
    EXPECT_THAT(numbers_in(u), ElementsAre(1, 2, 3, 4, 5));
  }
}

TEST(map_each, numbers_the_leaves_of_a_mask) {
  for (const bool of_the_library : {true, false}) {
    const transformation inner = rule_of([&](sweep& s, const state_view&) {
      EXPECT_EQ(s.leaves(), 3U);
      EXPECT_EQ(s.leaf_dtype(1), dtype::f32);
      if (of_the_library) {
        s.map_each([](std::size_t leaf) {
          return kernels::scale<double>{10.0 + static_cast<double>(leaf)};
        });
      } else {
        s.map_each([](std::size_t leaf) { return times{10.0 + static_cast<double>(leaf)}; });
      }
    });
    const mask_tree mask{{"a", false}, {"b", true}, {"c", true}, {"d", false}, {"e", true}};
    const transformation tx = chain(scale(2.0), masked(inner, mask), scale(0.5));
    opt_state state = tx.init(five);
    EXPECT_THAT(numbers_in(tx.update(five, state)), ElementsAre(1, 10, 11, 1, 12));
  }
}

struct slot_itself {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    u = slot;
    slot = slot + T(100);
  }
};

TEST(map, under_a_mask_gives_slot_k_to_the_kth_selected_leaf) {
  const transformation inner = rule_of(
      [](layout& state) {
        state.type("S");
        double n = 0;
        state.slot("n", [&](const array& p) {
          array first(p.dtype(), p.shape());
          first.set_item(++n);
          return first;
        });
      },
      [](sweep& s, const state_view& state) { s.map(slot_itself{}, state["n"]); });
  const tree scalars{{"a", array(0.0F)}, {"b", array(0.0)}, {"c", array(0.0F)}, {"d", array(0.0)}};
  const mask_tree mask{{"a", false}, {"b", true}, {"c", false}, {"d", true}};
  const transformation tx = masked(inner, mask);
  opt_state state = tx.init(scalars);
  EXPECT_EQ(state.leaves().size(), 2U);
  EXPECT_THAT(numbers_in(tx.update(scalars, state)), ElementsAre(0, 1, 0, 2));
  EXPECT_THAT(numbers_in(tx.update(scalars, state)), ElementsAre(0, 101, 0, 102));
  EXPECT_THAT(numbers_in(state), ElementsAre(201, 202));
}

TEST(masked, in_masked_selects_what_both_do) {
  const mask_tree outer{{"a", true}, {"b", true}, {"c", false}, {"d", true}, {"e", true}};
  // The inner mask sees MaskedNode where the outer is off.
  const auto of_floats = [](const tree& visible) {
    EXPECT_EQ(visible.leaves().size(), 4U);
    return tree_map([](const array& a) { return a.dtype() == dtype::f32; }, visible);
  };
  const transformation tx = masked(masked(scale(7.0), of_floats), outer);
  opt_state state = tx.init(five);
  EXPECT_THAT(numbers_in(tx.update(five, state)), ElementsAre(7, 1, 1, 1, 7));
}

}  // namespace
