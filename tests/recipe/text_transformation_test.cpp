// Transformations from functions of a recipe: optax.GradientTransformation and stateless.

#include <gmock/gmock.h>

#include "optaxx/optaxx.hpp"
#include "support/temporary_directory.hpp"
#include "transforms/twins.hpp"

namespace {

using namespace optaxx;
using support::contents;
using testing::HasSubstr;

const std::vector<contents> all_grads = {contents::plain, contents::huge, contents::plain,
                                         contents::nonfinite, contents::plain};

constexpr const char* momentum = R"(
from typing import NamedTuple
import jax, jax.numpy as jnp, optax

class MomentumState(NamedTuple):
    """What is remembered."""
    count: jnp.ndarray
    trace: optax.Updates
    limit: float = 3.0

def momentum(decay):
    def init_fn(params):
        return MomentumState(jnp.zeros([], jnp.int32), jax.tree.map(jnp.zeros_like, params))

    def update_fn(updates, state, params=None):
        del params
        trace = jax.tree.map(lambda g, t: g + decay * t, updates, state.trace)
        if state.count >= state.limit:
            raise ValueError(f'no more than {int(state.limit)} steps')
        return trace, state._replace(count=optax.safe_increment(state.count), trace=trace)

    return optax.GradientTransformation(init_fn, update_fn)

tx = momentum(0.9)
)";

std::string wrong(const std::function<void()>& f) {
  try {
    f();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "nothing is wrong";
}

tree two_arrays() { return {{"b", array{1.0F, 2.0F}}, {"w", array{0.5F, -3.0F, 0.25F}}}; }

std::string structure_of(const std::string& text) {
  return recipe(text).init(two_arrays()).structure()->text();
}

TEST(text_transformation, has_the_bits_of_what_it_spells_out) {
  support::expect_twins(recipe(R"(
def init(params):
    return optax.TraceState(jax.tree.map(jnp.zeros_like, params))
def update(updates, state, params=None):
    trace = jax.tree.map(lambda g, t: g + 0.9 * t, updates, state.trace)
    return trace, optax.TraceState(trace=trace)
tx = optax.GradientTransformation(init, update))"),
                        trace(0.9), all_grads);
  support::expect_twins(
      recipe("optax.stateless(lambda updates, params: jax.tree.map(lambda g, p: g + 0.1 * p, "
             "updates, params))"),
      add_decayed_weights(0.1), all_grads);
  support::expect_twins(
      recipe("optax.stateless_with_tree_map(lambda g, p: jnp.clip(g, -0.5, 0.5))"), clip(0.5),
      all_grads);
}

TEST(text_transformation, state_has_the_structure_of_optax) {
  EXPECT_EQ(structure_of(momentum), "MomentumState(count=*, trace={'b': *, 'w': *}, limit=*)");
  const std::string end = ", lambda u, s, p=None: (u, s))";
  const auto of = [&](const std::string& state) {
    return structure_of("optax.GradientTransformation(lambda p: " + state + end);
  };
  EXPECT_EQ(of("optax.EmptyState()"), "EmptyState()");
  EXPECT_EQ(of("()"), "()");
  EXPECT_EQ(of("None"), "None");
  EXPECT_EQ(of("(jnp.zeros((), jnp.int32), p)"), "(*, {'b': *, 'w': *})");
  EXPECT_EQ(of("{'step': 0, 'mu': p, 'on': True}"), "{'mu': {'b': *, 'w': *}, 'on': *, 'step': *}");
  EXPECT_EQ(of("[p['w'], 0.5]"), "[*, *]");
  EXPECT_EQ(of("jax.tree.map(lambda x: (x, x), p)"), "{'b': (*, *), 'w': (*, *)}");
  EXPECT_EQ(structure_of("optax.GradientTransformation(optax.init_empty_state" + end),
            "EmptyState()");
}

TEST(text_transformation, numbers_of_a_state_are_arrays) {
  const tree state = recipe(
                         "optax.GradientTransformation(lambda p: {'i': 3, 'f': 0.1, 'on': True}, "
                         "lambda u, s, p=None: (u, {'i': s['i'] + 1, 'f': s['f'] * 2, 'on': "
                         "s['on']}))")
                         .init(two_arrays());
  EXPECT_EQ(state["i"].leaf(), array::scalar(dtype::i32, 3));
  EXPECT_EQ(state["f"].leaf(), array(0.1F));
  EXPECT_EQ(state["on"].leaf(), array::scalar(dtype::boolean, 1));
}

TEST(text_transformation, that_throws_has_changed_nothing) {
  const auto tx = recipe(momentum);
  tree params = two_arrays();
  opt_state state = tx.init(params);
  const tree grads = two_arrays();
  for (int step = 0; step < 3; ++step) tx.step(grads, state, params);
  const tree params_before = params;
  const tree state_before = state;
  const std::string message = wrong([&] { tx.step(grads, state, params); });
  EXPECT_THAT(message, HasSubstr("ValueError: no more than 3 steps"));
  EXPECT_THAT(message, HasSubstr("recipe: line 19, column 13"));
  EXPECT_EQ(params, params_before);
  EXPECT_EQ(tree(state), state_before);
}

TEST(text_transformation, goes_on_from_a_file) {
  const auto tx = recipe(momentum);
  const tree grads = two_arrays();
  opt_state state = tx.init(grads);
  tx.update(grads, state, grads);
  const support::temporary_directory folder;
  save_state(folder.path() / "state.safetensors", state);
  opt_state loaded = tx.init(grads);
  load_state(folder.path() / "state.safetensors", loaded);
  EXPECT_EQ(tree(loaded), tree(state));
  EXPECT_EQ(tx.update(grads, loaded, grads), tx.update(grads, state, grads));
  EXPECT_EQ(tree(loaded)["count"].leaf(), array::scalar(dtype::i32, 2));
}

TEST(text_transformation, state_becomes_as_wide_as_the_updates) {
  const auto tx = recipe(momentum);
  const tree params{{"w", astype(array{1.0F, 2.0F}, dtype::bf16)}};
  const tree grads{{"w", array{0.1F, 0.2F}}};
  opt_state state = tx.init(params);
  EXPECT_EQ(state["trace"]["w"].leaf().dtype(), dtype::bf16);
  EXPECT_EQ(tx.update(grads, state, params)["w"].leaf(), (array{0.1F, 0.2F}));
  EXPECT_EQ(state["trace"]["w"].leaf(), (array{0.1F, 0.2F}));
  tx.update(grads, state, params);
  EXPECT_EQ(state["trace"]["w"].leaf().dtype(), dtype::f32);
  // Not without a reason, and not for one step.
  EXPECT_THAT(wrong([&] {
                const auto other = recipe(
                    "optax.GradientTransformation(lambda p: {'m': p}, lambda u, s, p=None: (u, "
                    "{'m': optax.tree.cast(u, jnp.int32)}))");
                opt_state state_of_other = other.init(params);
                other.update(params, state_of_other, params);
              }),
              HasSubstr("the state['m']['w'] came back as int32 (2,), init made bfloat16 (2,)"));
}

TEST(text_transformation, calls_another_transformation) {
  const auto around = [](const std::string& update) {
    return recipe("inner = optax.trace(0.9)\ntx = optax.GradientTransformation(inner.init, " +
                  update + ")");
  };
  support::expect_twins(around("lambda u, s, p=None: inner.update(u, s, p)"), trace(0.9),
                        all_grads);
  const tree grads = two_arrays();
  const auto tx = around("lambda u, s, p=None: inner.update(u, (), p)");
  opt_state state = tx.init(grads);
  EXPECT_THAT(wrong([&] { tx.update(grads, state, grads); }),
              HasSubstr("the state came back as the tuple (), expected "
                        "TraceState(trace={'b': *, 'w': *})"));
}

TEST(text_transformation, keeps_the_form_of_its_state) {
  const auto step = [](const std::string& init, const std::string& update) {
    const auto tx = recipe("optax.GradientTransformation(lambda p: " + init +
                           ", lambda u, s, p=None: " + update + ")");
    const tree params = two_arrays();
    opt_state state = tx.init(params);
    return wrong([&] { tx.update(params, state, params); });
  };
  EXPECT_THAT(step("{'m': p}", "(u, {'m': optax.tree.cast(u, jnp.bfloat16)})"),
              HasSubstr("the state['m']['b'] came back as bfloat16 (2,), init made float32 (2,)"));
  EXPECT_THAT(step("{'m': p}", "(u, {'n': u})"),
              HasSubstr("the state came back as the dict {'n':"));
  EXPECT_THAT(step("{'m': p}", "(u, {'m': {'b': 'x', 'w': 1.0}})"),
              HasSubstr("the state['m']['b'] came back as the string 'x', expected an array"));
  EXPECT_THAT(step("()", "u"), HasSubstr("update gives the updates and the state, got a tree"));
  EXPECT_THAT(step("()", "(jax.tree.map(jnp.sum, u), s)"),
              HasSubstr("the updates['b'] came back with shape (), expected (2,)"));
  EXPECT_THAT(step("()", "(u['b'], s)"), HasSubstr("the updates came back as"));
  EXPECT_THAT(step("()", "(u, s, p)"), HasSubstr("update gives the updates and the state"));
  EXPECT_THAT(
      wrong([] {
        recipe("optax.GradientTransformation(lambda p: 'x', lambda u, s, p: 1)").init(two_arrays());
      }),
      HasSubstr("a part of it must be an array or a number, got the string 'x'"));
}

TEST(text_transformation, behind_a_mask_sees_masked_nodes) {
  const auto tx = recipe(R"(
def update(updates, state, params):
    masked = lambda x: isinstance(x, optax.MaskedNode)
    flip = lambda g, p: g if masked(g) else -g * p
    return jax.tree.map(flip, updates, params, is_leaf=masked), state
tx = optax.masked(optax.GradientTransformation(lambda p: optax.EmptyState(), update), {'b': False, 'w': True}))");
  const tree params = two_arrays();
  opt_state state = tx.init(params);
  const tree updates = tx.update(params, state, params);
  EXPECT_EQ(updates["b"].leaf(), (array{1.0F, 2.0F}));
  EXPECT_EQ(updates["w"].leaf(), (array{-0.25F, -9.0F, -0.0625F}));
}

TEST(text_transformation, without_parameters_update_sees_none) {
  const auto tx = recipe(
      "optax.chain(optax.stateless(lambda u, p: u if p is None else optax.tree.scale(2, u)), "
      "optax.stateless_with_tree_map(lambda g, p: g if p is None else -g))");
  const tree grads = two_arrays();
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(tx.update(grads, state, grads)["b"].leaf(), (array{-2.0F, -4.0F}));
}

TEST(text_transformation, gets_extra_arguments_that_it_names) {
  const std::string end = ": (optax.tree.scale(value, u), s)))";
  const auto scaled = [&](const std::string& parameters) {
    const auto tx = recipe(
        "optax.chain(optax.GradientTransformationExtraArgs(lambda p: (), lambda "
        "u, s, p=None, " +
        parameters + end);
    const tree grads = two_arrays();
    opt_state state = tx.init(grads);
    return tx.update(grads, state, grads, {.value = 0.5, .others = {{"temperature", 3.0}}})["b"]
        .leaf();
  };
  EXPECT_EQ(scaled("*, value"), (array{0.5F, 1.0F}));
  EXPECT_EQ(scaled("value=1.0, **extra"), (array{0.5F, 1.0F}));
  EXPECT_EQ(scaled("*, temperature, value"), (array{0.5F, 1.0F}));
  const auto tx = recipe(
      "optax.GradientTransformationExtraArgs(lambda p: (), lambda u, s, p, *, "
      "value: (u, s))");
  const tree grads = two_arrays();
  opt_state state = tx.init(grads);
  EXPECT_THAT(wrong([&] { tx.update(grads, state, grads); }),
              HasSubstr("the lambda needs the argument 'value'"));
}

TEST(text_transformation, is_described_by_its_lambdas_or_by_who_made_it) {
  for (const std::string text :
       {"optax.GradientTransformation(init=lambda params: optax.EmptyState(), update=lambda u, s, "
        "p=None: (u, s))",
        "optax.GradientTransformationExtraArgs(init=lambda p: (), update=lambda u, s, p=None, **e: "
        "(u, s))",
        "optax.stateless(f=lambda u, p: jax.tree.map(jnp.sign, u))",
        "optax.stateless_with_tree_map(f=lambda g, p: jnp.where(g > p, g, 0.0))"}) {
    EXPECT_EQ(describe(recipe(text)), text);
    EXPECT_EQ(describe(recipe(describe(recipe(text)))), text);
  }
  const auto tx = recipe(momentum);
  EXPECT_EQ(describe(tx), "momentum");
  EXPECT_EQ(describe(recipe("optax.chain(momentum, optax.scale(-1))", {{"momentum", tx}})),
            "optax.chain(momentum, optax.scale(step_size=-1))");
  EXPECT_EQ(describe(recipe("def f(u, p):\n  v = u\n  return v\ntx = optax.stateless(f)")), "f");
}

TEST(text_transformation, works_on_a_million_elements) {
  const auto tx = recipe(momentum);
  const tree params{{"w", array(dtype::f32, {1000, 1000})}};
  tree grads = params;
  std::fill_n(grads.leaves()[0].mutable_data<float>(), 1'000'000, 2.0F);
  opt_state state = tx.init(params);
  tx.update(grads, state, params);
  const tree updates = tx.update(grads, state, params);
  EXPECT_EQ(updates.leaves()[0].data<float>()[999'999], 2.0F + 0.9F * 2.0F);
}

TEST(text_transformation, works_on_many_leaves) {
  std::vector<std::pair<key, tree>> items;
  for (int i = 0; i < 3000; ++i) items.emplace_back(key("w" + std::to_string(i)), array{1.0F});
  const tree params = tree::dict(std::move(items));
  const auto tx = recipe(momentum);
  opt_state state = tx.init(params);
  tx.update(params, state, params);
  EXPECT_EQ(tx.update(params, state, params)["w2999"].leaf(), array{1.9F});
}

TEST(text_transformation, keeps_each_dtype) {
  const auto tx = recipe(
      "optax.GradientTransformation(lambda p: optax.tree.zeros_like(p), lambda u, "
      "s, p=None: (optax.tree.add_scale(u, 0.5, s), u))");
  const tree params{{"a", array{1.0}}, {"b", array{1.0F}}};
  opt_state state = tx.init(params);
  tx.update(params, state, params);
  const tree updates = tx.update(params, state, params);
  EXPECT_EQ(updates["a"].leaf(), array{1.5});
  EXPECT_EQ(updates["b"].leaf(), array{1.5F});
}

TEST(text_transformation, goes_into_every_combinator) {
  const std::string own = "optax.stateless_with_tree_map(lambda g, p: -0.1 * g)";
  const std::vector<std::string> texts = {
      "optax.MultiSteps(" + own + ", every_k_schedule=2)", "optax.apply_if_finite(" + own + ", 3)",
      "optax.partition({'a': " + own + ", 'b': optax.set_to_zero()}, {'b': 'a', 'w': 'b'})",
      "optax.inject_hyperparams(lambda rate: optax.stateless(lambda u, p: optax.tree.scale(-rate, "
      "u)))(rate=0.1)"};
  for (const std::string& text : texts) {
    const auto tx = recipe(text);
    tree params = two_arrays();
    opt_state state = tx.init(params);
    for (int step = 0; step < 2; ++step) tx.step(two_arrays(), state, params);
    EXPECT_LT(params["b"].leaf().data<float>()[0], 1.0F) << text;
  }
}

}  // namespace
