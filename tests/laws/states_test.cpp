// Every state: copied, moved, and used by a transformation that has not made it.
#include <gtest/gtest.h>

#include <cstring>
#include <optaxx/optaxx.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/bytes.hpp"
#include "support/every_transformation.hpp"
#include "support/hostile.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"

namespace {

using namespace optaxx;
using namespace support;

// Matrices too: some states depend on the number of axes.
tree example(std::uint64_t seed, dtype type = dtype::f32) {
  const auto filled = [&](const shape& s) {
    array a(type, s);
    fill(a, contents::plain, ++seed);
    return a;
  };
  return {{"even0", tree{{"b", filled({3})}, {"w", filled({4, 6})}}},
          {"odd1", tree{{"b", filled({70})}, {"w", filled({2, 3, 5})}}}};
}

class a_state_of : public testing::TestWithParam<dtype> {};

INSTANTIATE_TEST_SUITE_P(every_transformation, a_state_of,
                         testing::Values(dtype::f32, dtype::f64, dtype::bf16, dtype::f16),
                         [](const auto& info) { return std::string(name_of(info.param)); });

struct training {
  opt_state state;
  tree params;

  void step(const transformation& tx, std::uint64_t n) {
    tx.step(tree_like(params, contents::plain, 100 * n), state, params);
  }
};

bool same(const training& a, const training& b) {
  return same_bits(a.state.leaves(), b.state.leaves()) &&
         same_bits(a.params.leaves(), b.params.leaves());
}

TEST_P(a_state_of, goes_on_as_a_copy_and_as_what_it_was_moved_to) {
  const transformation another = rmsprop(0.1);
  for (const named_transformation& row : every_transformation()) {
    SCOPED_TRACE(row.name);
    const tree params = example(1, GetParam());
    training original{row.tx.init(params), params};
    training assigned{another.init(params), params};
    assigned.step(another, 1);
    original.step(row.tx, 1);
    assigned = original;
    training copy = original;
    const auto snapshot = bytes_of(copy.state);
    original.step(row.tx, 2);
    EXPECT_EQ(bytes_of(copy.state), snapshot);
    for (training* other : {&copy, &assigned}) {
      other->step(row.tx, 2);
      EXPECT_TRUE(same(original, *other));
    }
    training moved = std::move(original);
    assigned = std::move(copy);
    for (std::uint64_t n = 3; n < 6; ++n) {
      moved.step(row.tx, n);
      assigned.step(row.tx, n);
      ASSERT_TRUE(same(moved, assigned)) << n;
    }
  }
}

bool same_layout(const tree& a, const tree& b) {
  if (!(*a.structure() == *b.structure())) return false;
  for (std::size_t i = 0; i < a.leaves().size(); ++i) {
    if (a.leaves()[i].dtype() != b.leaves()[i].dtype()) return false;
    if (!(a.leaves()[i].shape() == b.leaves()[i].shape())) return false;
  }
  return true;
}

void give_values(const tree& from, tree& to) {
  for (std::size_t i = 0; i < to.leaves().size(); ++i) {
    if (to.leaves()[i].bytes() == 0) continue;
    std::memcpy(to.leaves()[i].mutable_data(), from.leaves()[i].data(), to.leaves()[i].bytes());
  }
}

// By a pair of transformations: as many as there are, squared.
TEST(a_state, is_adopted_by_a_transformation_with_the_same_layout_and_refused_by_others) {
  const tree params = example(1);
  const auto& rows = every_transformation();
  std::size_t adopted = 0;
  for (const named_transformation& maker : rows) {
    training begun{maker.tx.init(params), params};
    begun.step(maker.tx, 1);
    for (const named_transformation& user : rows) {
      SCOPED_TRACE("a state of " + maker.name + " used by " + user.name);
      training came = begun;
      training expected{user.tx.init(params), begun.params};
      if (same_layout(came.state, expected.state)) {
        ++adopted;
        give_values(came.state, expected.state);
        came.step(user.tx, 2);
        expected.step(user.tx, 2);
      } else {
        EXPECT_THROW(came.step(user.tx, 2), tree_mismatch);
        expected = begun;
        came.step(maker.tx, 2);
        expected.step(maker.tx, 2);
      }
      ASSERT_TRUE(same(came, expected));
    }
  }
  EXPECT_GT(adopted, 2 * rows.size());
}

}  // namespace
