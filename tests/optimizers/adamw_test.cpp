#include "optaxx/optimizers/adamw.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "support/bytes.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using testing::HasSubstr;
using testing::ThrowsMessage;

tree params() {
  return {{"dense", {{"b", array(dtype::f32, {3})}, {"w", array(dtype::f32, {4, 3})}}}};
}

TEST(adamw, needs_params) {
  opt_state state = adamw(0.1).init(params());
  const auto before = bytes_of(state);
  EXPECT_THAT([&] { adamw(0.1).update(params(), state); },
              ThrowsMessage<std::invalid_argument>(
                  "add_decayed_weights: needs params, but update was called without them"));
  EXPECT_EQ(bytes_of(state), before);
}

struct mismatch {
  tree updates;
  std::string message;
};

std::vector<mismatch> mismatches() {
  const array b(dtype::f32, {3});
  const array w(dtype::f32, {4, 3});
  return {
      {{{"dense", {{"b", b}, {"w", array(dtype::f32, {3, 4})}}}},
       "adamw: updates['dense']['w'] has shape (3, 4), params has (4, 3)"},
      {{{"dense", {{"b", b}, {"w", array(dtype::f64, {4, 3})}}}},
       "adamw: updates['dense']['w'] is float64, params is float32"},
      {{{"dense", {{"w", w}}}},
       "adamw: updates['dense'] has {'w'}, params['dense'] has {'b', 'w'}"},
      {{{"dense", w}}, "adamw: updates['dense'] is a leaf, params['dense'] is a dict"},
      {list(b, w), "adamw: updates is a list, params is a dict"},
      {none, "adamw: updates is None, params is a dict"},
  };
}

TEST(adamw, refuses_gradients_of_another_tree_and_changes_nothing) {
  const transformation tx = adamw(0.1);
  tree p = params();
  opt_state state = tx.init(p);
  tx.step(params(), state, p);
  const auto state_before = bytes_of(state);
  const auto params_before = bytes_of(p);
  for (const mismatch& m : mismatches()) {
    const auto refused = ThrowsMessage<tree_mismatch>(m.message);
    EXPECT_THAT([&] { tx.update(m.updates, state, p); }, refused);
    EXPECT_THAT([&] { tx.update(tree(m.updates), state, p); }, refused);
    EXPECT_THAT([&] { tx.step(m.updates, state, p); }, refused);
    EXPECT_EQ(bytes_of(state), state_before);
    EXPECT_EQ(bytes_of(p), params_before);
  }
}

TEST(adamw, refuses_parameters_of_another_tree) {
  opt_state state = adamw(0.1).init(params());
  const tree other{{"dense", {{"b", array(dtype::f32, {3})}, {"w", array(dtype::f32, {3, 4})}}}};
  EXPECT_THAT([&] { adamw(0.1).update(params(), state, other); },
              ThrowsMessage<tree_mismatch>(
                  "adamw: params['dense']['w'] has shape (3, 4), params at init has (4, 3)"));
}

TEST(adamw, tells_structs_apart_by_their_names) {
  const auto named = [](const char* type) {
    return tree::named_struct(type, {{"w", array(dtype::f32, {3})}});
  };
  opt_state state = adamw(0.1).init(named("Dense"));
  EXPECT_THAT([&] { adamw(0.1).update(named("Conv"), state, named("Dense")); },
              ThrowsMessage<tree_mismatch>(
                  "adamw: updates is the struct Conv, params is the struct Dense"));
}

TEST(adamw, refuses_the_state_of_another_transformation) {
  opt_state state = sgd(0.1).init(params());
  EXPECT_THAT([&] { adamw(0.1).update(params(), state, params()); },
              ThrowsMessage<tree_mismatch>(
                  "adamw: the state is that of another transformation: (EmptyState(), "
                  "EmptyState()), expected (ScaleByAdamState(count=*, mu={'dense': {'b': *, 'w': "
                  "*}}, nu={'dense': {'b': *, 'w': *}}), EmptyState(), EmptyState())"));
  EXPECT_NO_THROW(sgd(0.1).update(params(), state));
}

}  // namespace
