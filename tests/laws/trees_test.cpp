// Every transformation on trees without numbers, and on trees that do not fit.
#include <gmock/gmock.h>

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
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

const std::vector<std::int64_t> lengths = {3, 70, -1, 8};

// A pattern that matches no leaf is refused.
bool names_leaves(const std::string& name) {
  for (const char* pattern : {"weights)", "weights}", "weights,", "by_name", "paths("}) {
    if (name.find(pattern) != std::string::npos) return true;
  }
  return false;
}

TEST(a_tree, without_numbers_is_stepped_like_any_other) {
  const array nothing(dtype::f32, {0});
  const array of_no_rows(dtype::f64, {0, 3});
  const std::vector<tree> trees = {tree::dict({}), tree(nothing),
                                   tree{{"even0", tree{{"b", of_no_rows}, {"w", nothing}}}},
                                   list(tree(nothing), tree::tuple({}))};
  for (const named_transformation& row : every_transformation()) {
    for (const tree& t : trees) {
      if (names_leaves(row.name) && !t.contains("even0")) continue;
      SCOPED_TRACE(row.name + " on " + t.structure()->text());
      tree params = t;
      opt_state state = row.tx.init(params);
      for (int i = 0; i < 3; ++i) {
        row.tx.step(t, state, params);
        EXPECT_TRUE(row.tx.update(t, state, params) == t);
        EXPECT_TRUE(params == t);
      }
    }
  }
}

TEST(a_tree, with_nones_is_stepped_as_without_them) {
  const std::vector<contents> of_grads(3, contents::plain);
  const problem p = make_problem(lengths, {dtype::f32}, contents::plain, of_grads);
  const auto with_none = [](const tree& t) {
    return tree{{"a", none}, {"even00", tree(t["even00"])}, {"odd01", tree(t["odd01"])}};
  };
  for (const named_transformation& row : every_transformation()) {
    SCOPED_TRACE(row.name);
    tree params = p.params;
    tree params_and_none = with_none(p.params);
    opt_state state = row.tx.init(params);
    opt_state state_and_none = row.tx.init(params_and_none);
    for (const tree& grads : p.grads) {
      row.tx.step(grads, state, params);
      row.tx.step(with_none(grads), state_and_none, params_and_none);
      ASSERT_TRUE(same_bits(params.leaves(), params_and_none.leaves()));
      ASSERT_TRUE(same_bits(state.leaves(), state_and_none.leaves()));
    }
  }
}

TEST(a_tree, that_is_none_is_stepped_like_any_other) {
  for (const named_transformation& row : every_transformation()) {
    if (names_leaves(row.name)) continue;
    SCOPED_TRACE(row.name);
    tree params;
    opt_state state = row.tx.init(params);
    row.tx.step(none, state, params);
    EXPECT_TRUE(params.is_none());
  }
}

tree with_an_empty_group(const tree& t) {
  std::vector<std::pair<key, tree>> items;
  for (const key& k : t.keys()) items.emplace_back(k, tree(t[k]));
  const array nothing(dtype::f32, {0});
  items.emplace_back("void", tree{{"b", nothing}, {"w", nothing}});
  return tree::dict(std::move(items));
}

// Optax splits its key once per leaf: the number of leaves decides what random numbers there are.
bool is_random(const std::string& name) {
  return name.find("add_noise") != std::string::npos || name.find("noisy") != std::string::npos;
}

TEST(a_leaf, without_numbers_changes_nothing_for_the_others) {
  const std::vector<contents> of_grads(4, contents::plain);
  const problem p = make_problem(lengths, {dtype::f32}, contents::plain, of_grads);
  for (const named_transformation& row : every_transformation()) {
    if (is_random(row.name)) continue;
    SCOPED_TRACE(row.name);
    tree params = p.params;
    tree more_params = with_an_empty_group(p.params);
    opt_state state = row.tx.init(params);
    opt_state more_state = row.tx.init(more_params);
    for (const tree& grads : p.grads) {
      row.tx.step(grads, state, params);
      row.tx.step(with_an_empty_group(grads), more_state, more_params);
      ASSERT_TRUE(same_bits(params.leaves(), more_params.leaves().first(params.leaves().size())));
    }
  }
}

struct misfit {
  std::string message;
  tree wrong;
};

tree with(tree t, array a) {
  t["odd01"]["w"] = std::move(a);
  return t;
}

TEST(a_tree, that_does_not_fit_is_refused_with_the_path_of_the_leaf) {
  const std::vector<contents> of_grads(2, contents::plain);
  const problem p = make_problem(lengths, {dtype::f32}, contents::plain, of_grads);
  const std::vector<misfit> misfits = {
      {"['odd01']['w'] has shape (7,)", with(p.params, array(dtype::f32, {7}))},
      {"['odd01']['w'] is float64", with(p.params, array(dtype::f64, {8}))},
      {"['odd01']['w'] is int32", with(p.params, array(dtype::i32, {8}))},
      {"['odd01'] has {'b'}",
       tree{{"even00", tree(p.params["even00"])}, {"odd01", tree{{"b", array(dtype::f32, {})}}}}},
      {"['odd01'] is a list",
       tree{{"even00", tree(p.params["even00"])}, {"odd01", list(array(1.0F), array(1.0F))}}},
      {" is a leaf", array(1.0F)},
      {" is None", none},
  };
  for (const named_transformation& row : every_transformation()) {
    tree params = p.params;
    opt_state state = row.tx.init(params);
    row.tx.step(p.grads[0], state, params);
    const auto before = bytes_of(state);
    const auto params_before = bytes_of(params);
    for (const misfit& m : misfits) {
      SCOPED_TRACE(row.name + ", " + m.message);
      tree wrong = m.wrong;
      EXPECT_THAT([&] { row.tx.step(wrong, state, params); },
                  ThrowsMessage<tree_mismatch>(HasSubstr(": updates" + m.message)));
      EXPECT_THAT([&] { row.tx.update(wrong, state, params); },
                  ThrowsMessage<tree_mismatch>(HasSubstr(": updates" + m.message)));
      EXPECT_THAT([&] { row.tx.step(p.grads[1], state, wrong); },
                  ThrowsMessage<tree_mismatch>(HasSubstr(": params" + m.message)));
      if (!wrong.is_none()) {
        EXPECT_THAT([&] { row.tx.update(p.grads[1], state, wrong); },
                    ThrowsMessage<tree_mismatch>(HasSubstr(": params" + m.message)));
      }
      EXPECT_EQ(bytes_of(wrong), bytes_of(m.wrong));
      EXPECT_EQ(bytes_of(state), before);
      EXPECT_EQ(bytes_of(params), params_before);
    }
    if (HasFailure()) return;
  }
}

}  // namespace
