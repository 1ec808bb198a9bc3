// A slot that two links of a chain use: the second sees what the first has left, in the last pass
// over memory and in a sum that is asked for in between.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "kernels/clear.hpp"
#include "kernels/running_sum.hpp"
#include "kernels/trace.hpp"
#include "support/hostile.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;
using support::rule_of;

// slot = u + slot / 3, which no float32 holds exactly.
struct user_writes {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    slot = u + slot / T(3);
    u = slot;
  }
};
struct user_reads {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    u = slot;
  }
};

enum class by { library, user };

void write(sweep& s, by who, const slot& where) {
  if (who == by::library) {
    s.map(kernels::trace<double>{1.0 / 3.0}, where);
  } else {
    s.map(user_writes{}, where);
  }
}

// Leaves u + slot or the slot in u; the library's kernel leaves the sum in the slot too.
void read(sweep& s, by who, const slot& where) {
  if (who == by::library) {
    s.map(kernels::running_sum<double>{}, where);
  } else {
    s.map(user_reads{}, where);
  }
}

struct shared_slot {
  by writer;
  by reader;
  dtype storage;
  bool in_between;  // another array has to be made of all updates
};

class slots_shared : public testing::TestWithParam<shared_slot> {};

std::string name_of_case(const testing::TestParamInfo<shared_slot>& info) {
  const auto name = [](by who) { return who == by::library ? "library" : "user"; };
  return std::string(name(info.param.writer)) + "_" + name(info.param.reader) +
         (info.param.storage == dtype::f32 ? "_float32" : "_float64") +
         (info.param.in_between ? "_across_arrays" : "");
}

std::vector<shared_slot> all_cases() {
  std::vector<shared_slot> cases;
  for (const by writer : {by::library, by::user}) {
    for (const by reader : {by::library, by::user}) {
      for (const dtype storage : {dtype::f32, dtype::f64}) {
        for (const bool in_between : {false, true}) {
          cases.push_back({writer, reader, storage, in_between});
        }
      }
    }
  }
  return cases;
}
INSTANTIATE_TEST_SUITE_P(by, slots_shared, testing::ValuesIn(all_cases()), name_of_case);

const std::vector<std::int64_t> lengths = {3, 700, -1, 5000};

TEST_P(slots_shared, are_read_as_they_were_left) {
  const shared_slot c = GetParam();
  // What a sum in mid-step sees is what another run of the same rule then stores as its update.
  std::vector<double> seen;
  const auto transformation_that_asks = [&](bool asks) {
    return rule_of(
        [&](layout& state) {
          state.type("S");
          state.slot("n", {.dtype = c.storage, .value = 0.1});
        },
        [&, asks](sweep& s, const state_view& state) {
          write(s, c.writer, state["n"]);
          if (c.in_between) s.for_each_leaf([](leaf_view&) {});
          read(s, c.reader, state["n"]);
          if (!asks) return;
          const auto sums = s.leaf_sums(support::hand_on{});
          seen.assign(sums.begin(), sums.end());
        });
  };
  const auto sums_of = [](const tree& updates) {
    return support::asked_in_a_step(updates, [](sweep& s) {
      const auto sums = s.leaf_sums(support::hand_on{});
      return std::vector<double>(sums.begin(), sums.end());
    });
  };
  const transformation silent = transformation_that_asks(false);
  const transformation asking = transformation_that_asks(true);
  const tree params = support::tree_of(lengths, {dtype::f64}, contents::plain, 1);
  opt_state state = silent.init(params);
  opt_state asked = asking.init(params);
  for (const std::uint64_t seed : {10U, 20U, 30U}) {
    const tree grads = support::tree_like(params, contents::plain, seed);
    const tree updates = silent.update(grads, state);
    EXPECT_TRUE(support::same_bits(updates.leaves(), asking.update(grads, asked).leaves()));
    EXPECT_TRUE(support::same_bits(state.leaves(), asked.leaves()));
    EXPECT_EQ(seen, sums_of(updates));
  }
}

struct dot {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    u = u * slot;
  }
};

TEST(sum, of_a_term_over_a_slot_sees_it_before_this_step) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n", {.value = 2.0});
      },
      [](sweep& s, const state_view& state) { EXPECT_EQ(s.sum(dot{}, state["n"]), 12.0); });
  const tree grads{{"a", array{1.0F, 2.0F}}, {"b", array{3.0}}};
  opt_state state = tx.init(grads);
  const opt_state before = state;
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(state, before);
}

// A term gets its own copy of update and slots.
struct term_that_writes {
  template <class T>
  void operator()(T& u, T& slot) const noexcept {
    u = u + slot;
    slot = T(1000);
  }
};

TEST(sum, changes_nothing) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n", {.value = 2.0});
      },
      [](sweep& s, const state_view& state) {
        EXPECT_EQ(s.sum(term_that_writes{}, state["n"]), 12.0);
        EXPECT_EQ(s.sum(term_that_writes{}, state["n"]), 12.0);
        s.map(user_writes{}, state["n"]);
        EXPECT_EQ(s.sum(term_that_writes{}, state["n"]), s.sum(term_that_writes{}, state["n"]));
      });
  const tree grads{{"a", array{1.0F, 2.0F}}, {"b", array{3.0}}};
  opt_state state = tx.init(grads);
  EXPECT_NEAR(tx.update(grads, state)["b"].leaf().item(), 3.0 + 2.0 / 3.0, 1e-15);
  EXPECT_NEAR(state["n"]["b"].leaf().item(), 3.0 + 2.0 / 3.0, 1e-15);
}

TEST(map, of_a_slot_that_is_cleared_behind_it_uses_it_first) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n", {.value = 5.0});
      },
      [](sweep& s, const state_view& state) {
        s.map(kernels::running_sum<double>{}, state["n"]);
        s.map(kernels::clear<double>{}, state["n"]);
      });
  const tree grads{{"w", array{1.0F, 2.0F}}};
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state), (tree{{"w", array{6.0F, 7.0F}}}));
  EXPECT_EQ(tx.update(grads, state), grads);
}

}  // namespace
