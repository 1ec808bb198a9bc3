#include "optaxx/transforms/snapshot.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/recipe/recipe.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "optaxx/tree_utils/tree_get.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

double norm(const tree& updates) { return global_norm(updates); }

TEST(snapshot, keeps_what_is_measured_of_the_updates_there) {
  const transformation tx = chain(scale(2.0), snapshot("norm", norm), scale(-1.0));
  const tree params{{"w", array{6.0F, 8.0F}}};
  const tree grads{{"w", array{3.0F, 4.0F}}};
  opt_state state = tx.init(params);
  EXPECT_EQ(state.structure()->text(),
            "(EmptyState(), SnapshotState(measurement={'norm': *}), EmptyState())");
  EXPECT_EQ(tree_get(state, "norm").leaf(), array(10.0F));  // of the parameters
  EXPECT_EQ(tx.update(grads, state), (tree{{"w", array{-6.0F, -8.0F}}}));
  EXPECT_EQ(tree_get(state, "norm").leaf(), array(10.0F));
  tx.update(tree{{"w", array{0.0F, 0.5F}}}, state);
  EXPECT_EQ(tree_get(state, "norm").leaf(), array(1.0F));
}

TEST(snapshot, keeps_numbers_of_any_kind_and_trees) {
  const tree params{{"w", array{6.0F, 8.0F}}};
  const auto kept = [&](const measure& m) {
    opt_state state = snapshot("m", m).init(params);
    snapshot("m", m).update(params, state);
    return tree(state["measurement"]["m"]);
  };
  EXPECT_EQ(kept([](const tree&) { return true; }), tree(array::scalar(dtype::boolean, 1)));
  EXPECT_EQ(kept([](const tree& u) { return u.leaves().size(); }),
            tree(array::scalar(dtype::i32, 1)));
  EXPECT_EQ(kept([](const tree& u) { return u; }), params);
  EXPECT_EQ(kept([](const tree& u) { return array(u["w"].leaf()); }), tree(array{6.0F, 8.0F}));
  opt_state of_doubles = snapshot("norm", norm).init(tree(array{3.0, 4.0}));
  EXPECT_EQ(of_doubles["measurement"]["norm"].leaf(), array(5.0));
}

TEST(snapshot, becomes_as_wide_as_the_updates_and_no_narrower) {
  const measure first = [](const tree& u) { return array(u.leaves()[0]); };
  const tree wide = array{0.1F};
  const tree narrow(array(dtype::bf16, {1}));
  const transformation tx = snapshot("m", first);
  opt_state state = tx.init(narrow);
  EXPECT_EQ(state["measurement"]["m"].leaf().dtype(), dtype::bf16);
  tx.update(wide, state);
  EXPECT_EQ(state["measurement"]["m"].leaf(), wide.leaf());
  tx.update(narrow, state);
  EXPECT_EQ(state["measurement"]["m"].leaf(), array{0.0F});
  EXPECT_EQ(tx.init(narrow, {.gradients = dtype::f32})["measurement"]["m"].leaf().dtype(),
            dtype::f32);
}

TEST(snapshot, sees_what_a_mask_leaves_to_it) {
  const transformation tx = masked(snapshot("norm", norm), mask_tree{{"a", true}, {"b", false}});
  const tree grads{{"a", array{3.0F, 4.0F}}, {"b", array{12.0F}}};
  opt_state state = tx.init(grads);
  EXPECT_EQ(tree_get(state, "norm").leaf(), array(5.0F));
  EXPECT_EQ(tx.update(grads, state), grads);
}

TEST(snapshot, refuses_a_measure_of_another_form_and_changes_nothing) {
  const transformation tx = snapshot("m", [](const tree& u) {
    return u.leaves()[0].data<float>()[0] < 0 ? tree(array{1.0F, 2.0F}) : tree(array(1.0F));
  });
  opt_state state = tx.init(tree(array{1.0F}));
  EXPECT_THAT([&] { tx.update(tree(array{-1.0F}), state); },
              ThrowsMessage<tree_mismatch>(
                  "snapshot: what 'm' measures came back as float32 (2,), init had float32 ()"));
  EXPECT_EQ(state["measurement"]["m"].leaf(), array(1.0F));
  EXPECT_THROW(snapshot("m", measure()), std::invalid_argument);
}

TEST(snapshot, reads_functions_of_recipes) {
  const tree params{{"w", array{6.0F, -8.0F}}};
  const auto kept = [&](const std::string& f) {
    const transformation tx = recipe("optax.snapshot('m', " + f + ")");
    opt_state state = tx.init(params);
    EXPECT_EQ(tx.update(params, state), params);
    return tree(state["measurement"]["m"]);
  };
  EXPECT_EQ(kept("optax.tree.norm"), tree(array(10.0F)));
  EXPECT_EQ(kept("lambda u: u['w'] > 0"), tree(astype(array{1.0F, 0.0F}, dtype::boolean)));
  EXPECT_EQ(kept("lambda u: jax.tree.map(jnp.abs, u)"), (tree{{"w", array{6.0F, 8.0F}}}));
  EXPECT_EQ(kept("lambda u: {'max': optax.tree.max(u), 'n': 3}"),
            (tree{{"max", array(6.0F)}, {"n", array::scalar(dtype::i32, 3)}}));
  const binding mine(measurement{norm});
  const transformation tx = recipe("optax.snapshot('m', f)", {{"f", mine}});
  EXPECT_EQ(tx.init(params)["measurement"]["m"].leaf(), array(10.0F));
}

TEST(snapshot, describes_itself) {
  EXPECT_EQ(describe(snapshot("norm", norm)),
            "optax.snapshot(measure_name='norm', measure=measure)");
  EXPECT_EQ(describe(recipe("optax.snapshot('n', optax.tree.norm)")),
            "optax.snapshot(measure_name='n', measure=optax.tree.norm)");
}

}  // namespace
