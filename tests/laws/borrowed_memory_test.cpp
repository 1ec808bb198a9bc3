// However a tree is built, a step reaches the memory that was borrowed for it, or says that it
// would not. A step of sgd(0.1) along a gradient of 1 takes 3 to 2.9.
#include <gmock/gmock.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

struct model {
  std::vector<float> w{3, 3};
  std::vector<float> b{3, 3};
};

array borrow_w(model& m) { return borrow(m.w.data(), {2}); }
array borrow_b(model& m) { return borrow(m.b.data(), {2}); }
tree borrow_layer(model& m) { return {{"w", borrow_w(m)}, {"b", borrow_b(m)}}; }

tree ones_like(const tree& t) { return tree_full_like(t, 1.0); }

struct way {
  const char* name;
  std::function<tree(model&)> build;
};

const std::vector<way>& ways_that_keep() {
  static const std::vector<way> ways{
      {"a literal",
       [](model& m) {
         return tree{{"w", borrow_w(m)}, {"b", borrow_b(m)}};
       }},
      {"a nested literal",
       [](model& m) {
         return tree{{"dense", {{"w", borrow_w(m)}, {"b", borrow_b(m)}}}};
       }},
      {"arrays by name",
       [](model& m) {
         array w = borrow_w(m);
         const array b = borrow_b(m);
         return tree{{"w", w}, {"b", b}};
       }},
      {"a tree by name",
       [](model& m) {
         tree dense = borrow_layer(m);
         return tree{{"dense", dense}};
       }},
      {"a const tree by name, twice",
       [](model& m) {
         const tree dense = borrow_layer(m);
         const tree layers{{"dense", dense}};
         return tree{{"layers", layers}};
       }},
      {"a part of another tree",
       [](model& m) {
         tree all{{"dense", borrow_layer(m)}};
         const tree& same = all;
         return tree{{"w", all["dense"]["w"]}, {"b", same["dense"]["b"]}};
       }},
      {"the root of another tree",
       [](model& m) {
         tree dense = borrow_layer(m);
         return tree{{"dense", dense.root()}};
       }},
      {"a leaf of another tree",
       [](model& m) {
         tree dense = borrow_layer(m);
         return tree{{"w", dense["w"].leaf()}, {"b", std::as_const(dense)["b"].leaf()}};
       }},
      {"a leaf that is the tree",
       [](model& m) {
         const array w = borrow_w(m);
         const tree one(w);
         const tree other = borrow_b(m);
         return tree{{"w", one}, {"b", other}};
       }},
      {"list()",
       [](model& m) {
         const array w = borrow_w(m);
         const tree b = borrow_b(m);
         return list(w, b);
       }},
      {"tuple()",
       [](model& m) {
         tree w{{"w", borrow_w(m)}};
         return tuple(w, borrow_b(m));
       }},
      {"list() of parts",
       [](model& m) {
         tree dense = borrow_layer(m);
         return list(dense["w"], std::as_const(dense)["b"]);
       }},
      {"tree::list in braces",
       [](model& m) {
         const array w = borrow_w(m);
         const tree b = borrow_b(m);
         return tree::list({w, b});
       }},
      {"tree::tuple in braces of braces",
       [](model& m) {
         return tree::tuple({{{"w", borrow_w(m)}}, {{"b", borrow_b(m)}}});
       }},
      {"tree::list of a vector",
       [](model& m) {
         std::vector<tree> layers;
         layers.push_back(borrow_w(m));
         layers.push_back(tree{{"b", borrow_b(m)}});
         return tree::list(layers);
       }},
      {"tree::list of a const vector that has grown",
       [](model& m) {
         std::vector<tree> layers;
         const array b = borrow_b(m);
         layers.emplace_back(borrow_w(m));
         layers.push_back(b);
         for (int i = 0; i < 100; ++i) layers.emplace_back();
         const std::vector<tree>& same = layers;
         return tree::list(same);
       }},
      {"tree::tuple of a vector that is moved in",
       [](model& m) {
         std::vector<tree> layers(2);
         layers[0] = borrow_w(m);
         layers[1] = borrow_b(m);
         return tree::tuple(std::move(layers));
       }},
      {"tree::list of a vector of arrays that has grown",
       [](model& m) {
         std::vector<array> arrays;
         arrays.push_back(borrow_w(m));
         arrays.push_back(borrow_b(m));
         for (int i = 0; i < 100; ++i) arrays.emplace_back(dtype::f32, shape{0});
         return tree::list(arrays);
       }},
      {"tree::list of an array of trees",
       [](model& m) {
         std::array<tree, 2> layers{tree(borrow_w(m)), tree(borrow_b(m))};
         return tree::list(layers);
       }},
      {"tree::dict in braces",
       [](model& m) {
         const array w = borrow_w(m);
         const tree b{{"b", borrow_b(m)}};
         return tree::dict({{"w", w}, {"b", b}});
       }},
      {"tree::dict of a vector of pairs",
       [](model& m) {
         std::vector<std::pair<key, tree>> items;
         const array w = borrow_w(m);
         items.emplace_back("w", w);
         items.push_back({"b", borrow_b(m)});
         return tree::dict(items);
       }},
      {"tree::dict of a vector of pairs of strings that is moved in",
       [](model& m) {
         std::vector<std::pair<std::string, tree>> items;
         items.emplace_back("w", borrow_w(m));
         items.emplace_back("b", borrow_b(m));
         return tree::dict(std::move(items));
       }},
      {"tree::dict of a map of arrays",
       [](model& m) {
         std::map<std::string, array> arrays;
         arrays["w"] = borrow_w(m);
         arrays.emplace("b", borrow_b(m));
         return tree::dict(arrays);
       }},
      {"tree::dict of a map with numbers for keys",
       [](model& m) {
         std::map<int, tree> layers;
         layers[10] = borrow_w(m);
         layers[9] = borrow_b(m);
         return tree::dict(layers);
       }},
      {"tree::ordered_dict of a vector",
       [](model& m) {
         std::vector<std::pair<std::string, array>> arrays;
         arrays.emplace_back("w", borrow_w(m));
         arrays.emplace_back("b", borrow_b(m));
         return tree::ordered_dict(arrays);
       }},
      {"tree::named_struct",
       [](model& m) {
         const array w = borrow_w(m);
         return tree::named_struct("Dense", {{"w", w}, {"b", borrow_b(m)}});
       }},
      {"a vector of items",
       [](model& m) {
         std::vector<tree::item> items;
         const tree w{{"w", borrow_w(m)}};
         items.push_back(w);
         items.emplace_back(borrow_b(m));
         const std::vector<tree::item> copies = items;
         return tree::list(copies);
       }},
      {"a vector of entries",
       [](model& m) {
         std::vector<tree::entry> entries;
         tree w{{"w", borrow_w(m)}};
         entries.push_back({"dense", w});
         entries.emplace_back("b", borrow_b(m));
         const std::vector<tree::entry> copies = entries;
         return tree::dict(copies);
       }},
      {"a structure and leaves",
       [](model& m) {
         const array b = borrow_b(m);
         const tree dense = borrow_layer(m);
         return tree(dense.structure(), {b, borrow_w(m)});
       }},
      {"a structure and a vector of leaves",
       [](model& m) {
         const tree dense = borrow_layer(m);
         std::vector<array> leaves;
         leaves.push_back(borrow_b(m));
         leaves.push_back(borrow_w(m));
         return tree(dense.structure(), leaves);
       }},
      {"keys that are added",
       [](model& m) {
         tree params;
         const array w = borrow_w(m);
         params["dense"]["w"] = w;
         params["dense"]["b"] = borrow_b(m);
         return params;
       }},
      {"a tree that is added",
       [](model& m) {
         tree params{{"scale", array(1.0F)}};
         tree dense = borrow_layer(m);
         params["dense"] = dense;
         return params;
       }},
      {"parts that are added",
       [](model& m) {
         tree dense = borrow_layer(m);
         const tree& same = dense;
         tree params;
         params["w"] = dense["w"];
         params["b"] = same["b"];
         return params;
       }},
      {"a leaf in the place of another",
       [](model& m) {
         tree params{{"w", array{0.0F, 0.0F}}, {"b", array{0.0F, 0.0F}}};
         const array w = borrow_w(m);
         params["w"] = w;
         params["b"].leaf() = borrow_b(m);
         return params;
       }},
      {"a tree in the place of another",
       [](model& m) {
         tree params{{"dense", {{"w", array{0.0F, 0.0F}}, {"b", array{0.0F, 0.0F}}}}};
         const tree dense = borrow_layer(m);
         params["dense"] = dense;
         return params;
       }},
      {"a borrowed leaf in the place of a borrowed one",
       [](model& m) {
         std::vector<float> other{1, 1};
         tree params{{"w", borrow(other)}, {"b", borrow_b(m)}};
         params["w"] = borrow_w(m);
         return params;
       }},
      {"a loop that assigns",
       [](model& m) {
         tree params;
         for (const auto& [name, memory] : {std::pair("w", &m.w), std::pair("b", &m.b)}) {
           array a;
           a = borrow(*memory);
           tree layer;
           layer = tree{{"x", a}};
           params["layers"][name] = layer;
         }
         return params;
       }},
      {"an optional, a unique_ptr and std::swap",
       [](model& m) {
         std::optional<tree> w = tree(borrow_w(m));
         const auto b = std::make_unique<tree>(borrow_b(m));
         tree first, second;
         std::swap(first, *w);
         std::swap(second, *b);
         std::swap(first, second);
         return list(first, second);
       }},
      {"a function that returns trees",
       [](model& m) {
         const auto parts = [&] {
           tree w{{"w", borrow_w(m)}};
           return std::pair(std::move(w), tree(borrow_b(m)));
         };
         const auto [w, b] = parts();
         return tree{{"dense", w}, {"b", b}};
       }},
      {"a snapshot that is put back",
       [](model& m) {
         tree params = borrow_layer(m);
         const tree snapshot = params;
         m.w[0] = 100;
         params = snapshot;
         return params;
       }},
      {"parts of a snapshot that are put back",
       [](model& m) {
         tree params{{"dense", borrow_layer(m)}};
         tree snapshot = params;
         m.w[0] = m.b[1] = 100;
         params["dense"]["w"] = snapshot["dense"]["w"];
         params["dense"] = std::as_const(snapshot)["dense"];
         return params;
       }},
      {"a copy of a snapshot that is put back",
       [](model& m) {
         tree params = borrow_layer(m);
         const tree snapshot = params;
         const tree same = snapshot;
         m.w[0] = 100;
         params = same;
         m.b[0] = 100;
         for (std::size_t i = 0; i < 2; ++i) params.leaves()[i] = same.leaves()[i];
         return params;
       }},
      {"tree_set",
       [](model& m) {
         tree params = borrow_layer(m);
         m.w = {7, 7};
         tree_set(params, "w", array{3.0F, 3.0F});
         return params;
       }},
      {"copyto",
       [](model& m) {
         tree params = borrow_layer(m);
         m.w = m.b = {7, 7};
         copyto(params, {{"w", array{3.0F, 3.0F}}, {"b", array{3.0F, 3.0F}}});
         return params;
       }},
  };
  return ways;
}

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

// What makes a copy, so that a step would not reach the memory.
const std::vector<way>& ways_that_copy() {
  static const std::vector<way> ways{
      {"a copy",
       [](model& m) {
         const tree params = borrow_layer(m);
         tree copy = params;
         return copy;
       }},
      {"a copy of a copy, in a larger tree",
       [](model& m) {
         const tree params = borrow_layer(m);
         const tree copy = params;
         const tree same = copy;
         return tree{{"dense", same}};
       }},
      {"a copy of an array",
       [](model& m) {
         const array w = borrow_w(m);
         array copy = w;
         return tree{{"w", copy}, {"b", borrow_b(m)}};
       }},
      {"a vector of copies",
       [](model& m) {
         tree dense = borrow_layer(m);
         std::vector<tree> layers;
         layers.push_back(dense);
         return tree::list(layers);
       }},
      {"a vector of copies that is moved in",
       [](model& m) {
         tree dense = borrow_layer(m);
         std::vector<tree> layers{dense};
         return tree::list(std::move(layers));
       }},
      {"pairs with copies",
       [](model& m) {
         tree dense = borrow_layer(m);
         std::vector<std::pair<key, tree>> items;
         items.emplace_back("dense", dense);
         return tree::dict(std::move(items));
       }},
      {"a map made in braces",
       [](model& m) {
         const std::map<std::string, array> arrays{{"w", borrow_w(m)}, {"b", borrow_b(m)}};
         return tree::dict(arrays);
       }},
      {"a vector of arrays made in braces",
       [](model& m) {
         const std::vector<array> arrays{borrow_w(m), borrow_b(m)};
         return tree::list(arrays);
       }},
      {"a loop over copies",
       [](model& m) {
         tree params;
         std::map<std::string, array> arrays;
         arrays["w"] = borrow_w(m);
         for (auto [name, a] : arrays) params[name] = a;
         return params;
       }},
      {"a copy of a part",
       [](model& m) {
         tree all{{"dense", borrow_layer(m)}};
         const tree dense = all["dense"];
         return tree{{"dense", dense}};
       }},
      {"a class that keeps a copy",
       [](model& m) {
         struct trainer {
           explicit trainer(const tree& p) : params(p) {}
           tree params;
         };
         const tree params = borrow_layer(m);
         trainer t(params);
         return std::move(t.params);
       }},
      {"a lambda that keeps a copy",
       [](model& m) {
         tree params = borrow_layer(m);
         auto train = [params]() mutable { return std::move(params); };
         return train();
       }},
      {"tree_map with what is there",
       [](model& m) { return tree_map([](const array& a) { return a; }, borrow_layer(m)); }},
      {"another tree that is assigned",
       [](model& m) {
         tree params = borrow_layer(m);
         params = tree_add(params, params);
         return params;
       }},
      {"another tree's copy that is assigned",
       [](model& m) {
         model other;
         tree params = borrow_layer(m);
         const tree more = borrow_layer(other);
         params = more;
         return params;
       }},
      {"another leaf that is assigned",
       [](model& m) {
         tree params = borrow_layer(m);
         params["w"] = array{5.0F, 5.0F};
         return params;
       }},
      {"another leaf that is assigned to an array",
       [](model& m) {
         tree params = borrow_layer(m);
         for (array& a : params.leaves()) a = array(a.dtype(), a.shape());
         return params;
       }},
      {"another part that is assigned",
       [](model& m) {
         tree params{{"dense", borrow_layer(m)}};
         params["dense"] = tree{{"w", array{5.0F, 5.0F}}, {"b", array{5.0F, 5.0F}}};
         return params;
       }},
      {"a snapshot of when an array had another shape",
       [](model& m) {
         tree params = borrow_layer(m);
         const tree snapshot = params;
         params["w"] = borrow(m.w.data(), {1, 2});
         params = snapshot;
         return params;
       }},
  };
  return ways;
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
