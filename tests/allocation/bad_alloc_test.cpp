// Wherever in a call memory runs out: nothing has changed, and the next call is as if that one had
// not been made.
#include <gtest/gtest.h>

#include <new>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "heap.hpp"
#include "support/bytes.hpp"
#include "support/every_transformation.hpp"
#include "support/hostile.hpp"
#include "support/runs.hpp"
#include "support/settings.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using support::contents;
using support::way;

// Gradient steps, silent ones and one that apply_if_finite leaves out.
const std::vector<contents> of_grads = {contents::plain, contents::plain, contents::nonfinite,
                                        contents::plain, contents::plain};

const support::problem& example() {
  static const std::vector<std::int64_t> lengths = {3, 70, -1, 8};
  static const support::problem p = support::make_problem(
      lengths, {dtype::f32, dtype::f64, dtype::bf16}, contents::plain, of_grads);
  return p;
}

// A run that has made some steps, and may fail in the next one.
class training {
 public:
  training(const transformation& tx, std::size_t steps, way how)
      : tx_(tx), how_(how), params_(example().params), state_(tx.init(params_)) {
    for (std::size_t i = 0; i < steps; ++i) step();
  }

  void step() { step_by(tx_); }
  void step_by(const transformation& tx) {
    const tree& grads = example().grads[steps_];
    if (how_ == way::step) {
      tx.step(grads, state_, params_);
    } else if (how_ == way::update) {
      updates_ = tx.update(grads, state_, params_);
    } else {
      updates_ = grads;
      updates_ = tx.update(std::move(updates_), state_, params_);
    }
    ++steps_;
  }
  // Whether the allocation after so many others failed the step, which has changed nothing then.
  bool fails(const transformation& tx, std::size_t allocations) {
    const auto before = bytes();
    tree grads = example().grads[steps_];
    const auto grads_before = bytes_of(grads);
    bool threw = false;
    bool struck = false;
    {
      const heap::shortage shortage(allocations);
      try {
        if (how_ == way::step) {
          tx.step(grads, state_, params_);
        } else if (how_ == way::update) {
          tx.update(grads, state_, params_);
        } else {
          tx.update(std::move(grads), state_, params_);
        }
      } catch (const std::bad_alloc&) {
        threw = true;
      }
      struck = shortage.struck();
    }
    EXPECT_EQ(threw, struck) << "somebody has swallowed the shortage";
    if (!threw) return false;
    EXPECT_EQ(bytes(), before);
    EXPECT_EQ(bytes_of(grads), grads_before);
    return true;
  }
  std::vector<std::vector<std::byte>> bytes() const {
    return {bytes_of(state_), bytes_of(params_), bytes_of(updates_)};
  }

 private:
  transformation tx_;
  way how_;
  std::size_t steps_ = 0;
  tree params_;
  tree updates_;
  opt_state state_;
};

struct moment {
  std::size_t steps;
  way how;
};
// The first step makes the workspace; the later ones find it.
const std::vector<moment> moments = {{0, way::step},   {0, way::update},          {1, way::step},
                                     {1, way::update}, {1, way::update_in_place}, {2, way::step}};

// `steps` steps, then steps by `tx`, which may be another one.
void expect_to_survive_shortage(const transformation& first, const transformation& tx,
                                const moment& m) {
  training undisturbed(first, m.steps, m.how);
  undisturbed.step_by(tx);
  const auto after_one = undisturbed.bytes();
  undisturbed.step_by(tx);
  const auto after_two = undisturbed.bytes();
  for (std::size_t n = 0;; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 20000U);
    training disturbed(first, m.steps, m.how);
    if (!disturbed.fails(tx, n)) return;
    disturbed.step_by(tx);
    ASSERT_EQ(disturbed.bytes(), after_one);
    disturbed.step_by(tx);
    ASSERT_EQ(disturbed.bytes(), after_two);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(a_shortage_of_memory, changes_nothing_at_any_place_of_a_step) {
  const support::setting one(instruction_set(), 1);
  for (const auto& row : support::every_transformation()) {
    for (const moment& m : moments) {
      SCOPED_TRACE(row.name + ", after " + std::to_string(m.steps) + " steps, way " +
                   std::to_string(static_cast<int>(m.how)));
      expect_to_survive_shortage(row.tx, row.tx, m);
      if (HasFailure()) break;
    }
  }
}

TEST(a_shortage_of_memory, changes_nothing_where_a_state_is_used_by_another_transformation) {
  const support::setting one(instruction_set(), 1);
  const path_set weights = paths("**/w");
  for (const moment& m : moments) {
    expect_to_survive_shortage(adamw(0.1, {.mask = weights}), adamw(0.5, {.mask = weights}), m);
  }
}

TEST(a_shortage_of_memory, in_init_comes_through) {
  for (const auto& row : support::every_transformation()) {
    SCOPED_TRACE(row.name);
    const auto expected = bytes_of(row.tx.init(example().params));
    for (std::size_t n = 0;; ++n) {
      try {
        std::optional<opt_state> state;
        {
          const heap::shortage shortage(n);
          state = row.tx.init(example().params);
        }
        EXPECT_EQ(bytes_of(*state), expected);
        break;
      } catch (const std::bad_alloc&) {
        continue;
      }
    }
  }
}

}  // namespace
