// Whatever of the user's throws, at whichever of its calls: nothing has changed, and the next call
// is as if that one had not been made.
#include "support/callbacks.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/failures.hpp"
#include "support/hostile.hpp"
#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::all_that_call;
using support::contents;
using support::with_callback;

// Calls of users' functions until one throws.
std::size_t left = 0;
bool armed = false;
bool sprung = false;
std::optional<support::on_call> counting;

const support::trap callbacks{[](std::size_t place) {
                                armed = true;
                                sprung = false;
                                left = place;
                                counting.emplace([] {
                                  if (!armed || left-- != 0) return;
                                  armed = false;
                                  sprung = true;
                                  throw std::runtime_error("no");
                                });
                              },
                              [] {
                                armed = false;
                                counting.reset();
                                return sprung;
                              }};

support::problem example(const std::vector<dtype>& types) {
  const std::vector<contents> of_grads = {contents::plain, contents::plain, contents::nonfinite,
                                          contents::plain};
  const std::vector<std::int64_t> lengths = {3, 70, -1, 5000, 9};
  return support::make_problem(lengths, types, contents::plain, of_grads);
}

bool throws_in(const std::function<void()>& f) {
  callbacks.set(0);
  try {
    f();
  } catch (const std::runtime_error&) {
  }
  return callbacks.release();
}

TEST(a_callback, is_called_where_this_test_believes) {
  const tree params = example({dtype::f32}).params;
  for (const with_callback& row : all_that_call()) {
    EXPECT_EQ(throws_in([&] { row.tx.init(params); }), row.in_init) << row.name;
    opt_state state = row.tx.init(params);
    EXPECT_EQ(throws_in([&] { row.tx.update(params, state, params); }), row.in_update) << row.name;
  }
}

TEST(a_callback, that_throws_in_a_step_has_changed_nothing) {
  const support::problem p = example({dtype::f32, dtype::bf16, dtype::f16, dtype::f64});
  for (const with_callback& row : all_that_call()) {
    for (const auto& [how, tx] : support::compositions(row.tx)) {
      SCOPED_TRACE(row.name + ", " + how);
      support::expect_failures_change_nothing(callbacks, tx, tx, p);
      if (HasFailure()) return;
    }
  }
}

TEST(a_callback, that_throws_in_init_comes_through) {
  const support::problem p = example({dtype::f32});
  for (const with_callback& row : all_that_call()) {
    for (const auto& [how, tx] : support::compositions(row.tx)) {
      SCOPED_TRACE(row.name + ", " + how);
      support::expect_failures_of_init_come_through(callbacks, tx, p.params);
    }
  }
}

// A state that another transformation has made is laid out anew in update, with its callbacks.
TEST(a_callback, that_throws_where_a_state_is_adopted_has_changed_nothing) {
  const support::problem p = example({dtype::f32});
  const auto again = all_that_call();
  std::size_t i = 0;
  for (const with_callback& row : all_that_call()) {
    SCOPED_TRACE(row.name);
    support::expect_failures_change_nothing(callbacks, row.tx, again[i++].tx, p);
    if (HasFailure()) return;
  }
}

}  // namespace
