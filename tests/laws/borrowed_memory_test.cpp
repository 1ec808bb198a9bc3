// However a tree is built, a step reaches the memory that was borrowed for it, or says that it
// would not. A step of sgd(0.1) along a gradient of 1 takes 3 to 2.9.
#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>
#include <utility>
#include <vector>

#include "support/bytes.hpp"
#include "support/ways_to_borrow.hpp"

namespace {

using namespace optaxx;
using namespace support;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

tree ones_like(const tree& t) { return tree_full_like(t, 1.0); }

TEST(borrowed_memory, is_stepped_however_the_tree_is_built) {
  for (const way& w : ways_that_keep()) {
    SCOPED_TRACE(w.name);
    model m;
    tree params = w.build(m);
    const auto tx = sgd(0.1);
    opt_state state = tx.init(params);
    tx.step(ones_like(params), state, params);
    EXPECT_THAT(m.w, Each(2.9F));
    EXPECT_THAT(m.b, Each(2.9F));
  }
}

TEST(borrowed_memory, is_where_apply_updates_writes) {
  for (const way& w : ways_that_keep()) {
    SCOPED_TRACE(w.name);
    model m;
    tree params = w.build(m);
    apply_updates(params, tree_full_like(params, -0.5));
    EXPECT_THAT(m.w, Each(2.5F));
    EXPECT_THAT(m.b, Each(2.5F));
  }
}

TEST(borrowed_memory, of_gradients_is_read_however_the_tree_is_built) {
  for (const way& w : ways_that_keep()) {
    SCOPED_TRACE(w.name);
    model gradient;
    const tree grads = w.build(gradient);
    tree params = ones_like(grads);
    gradient.w = gradient.b = {1, 1};
    const auto tx = sgd(0.5);
    opt_state state = tx.init(params);
    tx.step(grads, state, params);
    for (const array& a : params.leaves()) {
      if (a.shape() == shape{2}) {
        EXPECT_THAT(a.values<float>(), Each(0.5F));
      }
    }
  }
}

TEST(borrowed_memory, that_a_step_would_not_reach_is_refused) {
  for (const way& w : ways_that_copy()) {
    SCOPED_TRACE(w.name);
    model m;
    tree params = w.build(m);
    const tree grads = ones_like(params);
    const auto tx = sgd(0.1, {.momentum = 0.9});
    opt_state state = tx.init(params);
    const auto params_before = support::bytes_of(params);
    const auto state_before = support::bytes_of(state);
    const auto refused = ThrowsMessage<std::invalid_argument>(
        testing::AllOf(HasSubstr("sgd: params["), HasSubstr("memory, which would not be stepped")));
    EXPECT_THAT([&] { tx.step(grads, state, params); }, refused);
    EXPECT_THAT([&] { tx.step(grads, state, params); }, refused);
    EXPECT_THROW(apply_updates(params, grads), std::invalid_argument);
    EXPECT_EQ(support::bytes_of(params), params_before);
    EXPECT_EQ(support::bytes_of(state), state_before);
  }
}

TEST(borrowed_memory, stays_behind_a_packed_copy) {
  for (const std::vector<way>* ways : {&ways_that_keep(), &ways_that_copy()}) {
    for (const way& w : *ways) {
      SCOPED_TRACE(w.name);
      model m;
      tree params = packed(w.build(m));
      const model before = m;
      const auto tx = sgd(0.1);
      opt_state state = tx.init(params);
      EXPECT_NO_THROW(tx.step(ones_like(params), state, params));
      EXPECT_EQ(m.w, before.w);
      EXPECT_EQ(m.b, before.b);
    }
  }
}

TEST(borrowed_memory, stays_behind_what_functions_make_of_it) {
  model m;
  tree params = borrow_layer(m);
  for (tree made :
       {tree_zeros_like(params), tree_cast(params, dtype::f32), tree_cast(params, std::nullopt),
        tree_cast_like(params, params), tree_add(params, params), tree_where(true, params, params),
        incremental_update(params, params, 0.5), periodic_update(params, params, 1, 1),
        tree_map([](const array& a) { return astype(a, a.dtype()); }, params)}) {
    opt_state state = sgd(0.1).init(made);
    EXPECT_NO_THROW(sgd(0.1).step(ones_like(made), state, made));
  }
  EXPECT_THAT(m.w, Each(3.0F));
}

TEST(borrowed_memory, names_the_leaf_that_would_not_be_stepped_and_what_to_do) {
  model m;
  const tree params = borrow_layer(m);
  std::vector<tree> layers{params};
  tree copied = tree::list(layers);
  opt_state state = sgd(0.1).init(copied);
  EXPECT_THAT([&] { sgd(0.1).step(ones_like(copied), state, copied); },
              ThrowsMessage<std::invalid_argument>(
                  "sgd: params[0]['b'] is a copy of borrowed memory, which would not be stepped: "
                  "move the tree or array instead of copying it, or step packed(params) if a copy "
                  "is meant"));
  tree assigned = borrow_layer(m);
  assigned["w"] = array{1.0F, 2.0F};
  EXPECT_THAT([&] { apply_updates(assigned, ones_like(assigned)); },
              ThrowsMessage<std::invalid_argument>(
                  "apply_updates: params['w'] was assigned to what had borrowed memory, which "
                  "would not be stepped: copyto(params, values) writes into that memory, "
                  "packed(params) goes on without it"));
}

TEST(borrowed_memory, is_not_in_a_snapshot) {
  model m;
  tree params{{"dense", borrow_layer(m)}};
  const tree snapshot = params;
  const tree part = params["dense"];
  const array w = params["dense"]["w"];
  std::vector<tree> history;
  history.push_back(params);
  opt_state state = sgd(0.1).init(params);
  sgd(0.1).step(ones_like(params), state, params);
  EXPECT_THAT(m.w, Each(2.9F));
  for (const tree* t : {&snapshot, &part, std::as_const(history).data()}) {
    for (const array& a : t->leaves()) EXPECT_THAT(a.values<float>(), Each(3.0F));
  }
  EXPECT_THAT(w.values<float>(), Each(3.0F));
}

TEST(borrowed_memory, gets_the_numbers_of_a_snapshot_that_is_put_back) {
  model m;
  tree params = borrow_layer(m);
  opt_state state = adam(0.1).init(params);
  const tree best = params;
  const opt_state best_state = state;
  for (int i = 0; i < 3; ++i) adam(0.1).step(ones_like(params), state, params);
  const std::vector<float> once = m.w;
  params = best;
  state = best_state;
  EXPECT_THAT(m.w, Each(3.0F));
  EXPECT_THAT(m.b, Each(3.0F));
  for (int i = 0; i < 3; ++i) adam(0.1).step(ones_like(params), state, params);
  EXPECT_EQ(m.w, once);
}

TEST(borrowed_memory, is_left_alone_by_assignments_of_other_trees) {
  model m;
  model other;
  other.w = {5, 5};
  tree params = borrow_layer(m);
  const tree more = borrow_layer(other);
  params = more;
  params = tree{{"w", array{6.0F, 6.0F}}, {"b", array{6.0F, 6.0F}}};
  params = borrow_layer(other);
  params["w"] = array{7.0F, 7.0F};
  std::vector<tree> layers;
  layers.push_back(borrow_layer(m));
  layers.push_back(tree{{"w", array{8.0F, 8.0F}}, {"b", array{8.0F, 8.0F}}});
  layers.erase(layers.begin());
  EXPECT_THAT(m.w, Each(3.0F));
  EXPECT_THAT(other.w, Each(5.0F));
}

TEST(borrowed_memory, as_const_is_read_by_larger_trees_too) {
  model gradient;
  const std::vector<float>& w = gradient.w;
  const tree dense{{"w", borrow(w)}};
  tree grads{{"dense", dense}};
  gradient.w[0] = 5;
  EXPECT_EQ(grads["dense"]["w"].leaf().values<float>()[0], 5.0F);
  EXPECT_FALSE(grads["dense"]["w"].leaf().writable());
  tree copy = grads;
  opt_state state = sgd(1.0).init(copy);
  EXPECT_NO_THROW(sgd(1.0).step(grads, state, copy));  // no step would have reached that memory
  EXPECT_THAT(w, ElementsAre(5, 3));
}

// A function of the user may keep what it is shown: it gets what was there, not what will be.
TEST(borrowed_memory, of_parameters_is_copied_where_a_function_keeps_it) {
  const auto init = [](const tree& params) { return tree{{"last", params}}; };
  const auto update = [](tree updates, tree& state, const tree& params) {
    state["last"] = params;
    return updates;
  };
  const auto tx = chain(from_functions("remember", init, update), sgd(0.1));
  model m;
  tree params = borrow_layer(m);
  opt_state state = tx.init(params);
  for (const float before : {3.0F, 2.9F}) {
    tx.step(ones_like(params), state, params);
    const tree last(tree_get(state, "last"));
    for (const array& a : last.leaves()) EXPECT_THAT(a.values<float>(), Each(before));
  }
}

TEST(borrowed_memory, of_parameters_may_be_the_updates) {
  const auto tx = stateless([](const tree&, const tree& params) {
    return tree{{"b", params["b"]}, {"w", params["w"]}};
  });
  model m;
  tree params = borrow_layer(m);
  opt_state state = tx.init(params);
  tx.step(ones_like(params), state, params);
  EXPECT_THAT(m.w, Each(6.0F));
}

}  // namespace
