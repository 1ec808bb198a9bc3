#include "optaxx/recipe/recipe.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "optaxx/optaxx.hpp"
#include "support/every_transformation.hpp"

namespace {

using namespace optaxx;
using testing::AllOf;
using testing::HasSubstr;

std::string made(std::string_view text, const bindings& given = {}) {
  return describe(recipe(text, given));
}

std::string wrong(std::string_view text, const bindings& given = {}) {
  try {
    recipe(text, given);
  } catch (const format_error& e) {
    return e.what();
  }
  return "nothing is wrong";
}

TEST(recipe, calls_factories_by_position_and_by_name) {
  EXPECT_EQ(made("optax.sgd(0.1)"), "optax.sgd(learning_rate=0.1)");
  EXPECT_EQ(made("optax.sgd(0.1, 0.9, True)"),
            "optax.sgd(learning_rate=0.1, momentum=0.9, nesterov=True)");
  EXPECT_EQ(made("optax.sgd(nesterov=True, momentum=0.9, learning_rate=0.1)"),
            "optax.sgd(learning_rate=0.1, momentum=0.9, nesterov=True)");
  EXPECT_EQ(made("optax.adam(1e-3, eps_root=1e-8)"),
            "optax.adam(learning_rate=0.001, eps_root=1e-08)");
  EXPECT_EQ(made("optax.identity()"), "optax.identity()");
  EXPECT_EQ(made("optax.scale_by_learning_rate(None)"),
            describe(scale_by_learning_rate(std::nullopt)));
}

TEST(recipe, spreads_lists_and_dicts_over_arguments) {
  EXPECT_EQ(made("links = [optax.clip(1.0), optax.scale(-0.1)]\ntx = optax.chain(*links)"),
            made("optax.chain(optax.clip(1.0), optax.scale(-0.1))"));
  EXPECT_EQ(made("options = dict(b1=0.8, nesterov=True)\ntx = optax.adam(0.1, **options)"),
            made("optax.adam(0.1, b1=0.8, nesterov=True)"));
  EXPECT_EQ(made("tx = optax.adam(0.1, **{'b1': 0.8})"), made("optax.adam(0.1, b1=0.8)"));
}

TEST(recipe, reads_a_program_as_tutorials_print_it) {
  EXPECT_EQ(made(R"(
import jax
import jax.numpy as jnp
import optax

# The schedule.
peak, steps = 1e-3, 10_000
schedule = optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=peak,      # reached after warmup
    warmup_steps=steps // 10,
    decay_steps=steps,
)

decay = 0.1
decay = decay / 2

tx = optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.adamw(schedule, weight_decay=decay, mu_dtype=jnp.bfloat16),
)
)"),
            "optax.chain(optax.clip_by_global_norm(max_norm=1.0), "
            "optax.adamw(learning_rate=optax.warmup_cosine_decay_schedule(init_value=0.0, "
            "peak_value=0.001, warmup_steps=1000, decay_steps=10000), mu_dtype=jnp.bfloat16, "
            "weight_decay=0.05))");
}

TEST(recipe, knows_imported_names) {
  EXPECT_EQ(made("from optax import sgd\ntx = sgd(0.1)"), made("optax.sgd(0.1)"));
  EXPECT_EQ(made("import optax as o; tx = o.sgd(0.1)"), made("optax.sgd(0.1)"));
  EXPECT_EQ(made("from optax import (adam as a, sgd,)\ntx = a(0.1)"), made("optax.adam(0.1)"));
  EXPECT_EQ(made("import numpy as np\nimport flax.linen as nn\ntx = optax.sgd(0.1)"),
            made("optax.sgd(0.1)"));
  EXPECT_THAT(wrong("from optax import sgdd\ntx = sgdd(0.1)"), HasSubstr("did you mean 'sgd'?"));
}

TEST(recipe, finds_names_in_the_modules_that_optax_has) {
  EXPECT_EQ(made("optax.sgd(optax.schedules.linear_schedule(0.1, 0, 9))"),
            made("optax.sgd(optax.linear_schedule(0.1, 0, 9))"));
  EXPECT_EQ(made("optax.transforms.chain(optax.transforms.clip(1.0))"),
            made("optax.chain(optax.clip(1.0))"));
  EXPECT_EQ(made("optax.multi_transform({'a': optax.sgd(0.1)}, 'a')"),
            made("optax.partition({'a': optax.sgd(0.1)}, 'a')"));
}

double number_of(const std::string& expression) {
  tree params = array{1.0};
  const auto tx = recipe("optax.scale(" + expression + ")");
  opt_state state = tx.init(params);
  return tx.update(params, state).leaf().item();
}

TEST(recipe, computes_as_python_does) {
  EXPECT_EQ(number_of("1e-3"), 1e-3);
  EXPECT_EQ(number_of("10_000"), 10000);
  EXPECT_EQ(number_of(".5"), 0.5);
  EXPECT_EQ(number_of("5."), 5);
  EXPECT_EQ(number_of("1 / 4"), 0.25);
  EXPECT_EQ(number_of("7 // 2"), 3);
  EXPECT_EQ(number_of("-7 // 2"), -4);
  EXPECT_EQ(number_of("-7 % 3"), 2);
  EXPECT_EQ(number_of("7 % -3"), -2);
  EXPECT_EQ(number_of("-7.5 // 2"), -4);
  EXPECT_EQ(number_of("-7.5 % 2"), 0.5);
  EXPECT_EQ(number_of("-2 ** 2"), -4);
  EXPECT_EQ(number_of("2 ** -1"), 0.5);
  EXPECT_EQ(number_of("2 ** 3 ** 2"), 512);
  EXPECT_EQ(number_of("2 * (3 + 4)"), 14);
  EXPECT_EQ(number_of("1 - 2 - 3"), -4);
  EXPECT_EQ(number_of("0.1 + 0.2"), 0.1 + 0.2);
  EXPECT_EQ(number_of("True + 1"), 2);
  EXPECT_EQ(number_of("--3"), 3);
  EXPECT_EQ(number_of("1 if 2 > 1 else 0"), 1);
  EXPECT_EQ(number_of("1 if 1 < 2 < 2 else 0"), 0);
  EXPECT_EQ(number_of("(not True or 3)"), 3);
  EXPECT_EQ(number_of("{'a': [1, (2, 3)]}['a'][1][-1]"), 3);
  EXPECT_EQ(number_of("(lambda x, y: x - y)(y=1, x=3)"), 2);
  EXPECT_EQ(number_of("int(0.1 * 99)"), 9);
  EXPECT_EQ(number_of("max(1, 10 // 4) + min([5, 3])"), 5);
  EXPECT_EQ(number_of("abs(-2) + len({'a': 1}) + float(True)"), 4);
  EXPECT_EQ(number_of("float('-inf')"), -INFINITY);
  EXPECT_EQ(number_of("jnp.float32(0.1)"), 0.1F);
  EXPECT_EQ(number_of("jnp.pi"), 3.141592653589793);
  EXPECT_TRUE(std::isinf(number_of("jnp.inf")));
}

TEST(recipe, keeps_ints_apart_from_floats) {
  EXPECT_EQ(made("optax.scale(3)"), "optax.scale(step_size=3)");
  EXPECT_EQ(made("optax.scale(6 / 2)"), "optax.scale(step_size=3.0)");
  EXPECT_EQ(made("optax.sgd(optax.linear_schedule(1, 0, 1e3))"),
            "optax.sgd(learning_rate=optax.linear_schedule(init_value=1, end_value=0, "
            "transition_steps=1000.0))");
}

TEST(recipe, takes_masks_and_labels_as_trees) {
  const mask_tree mask{{"w", true}, {"b", list(false, true)}};
  const std::string expected = describe(masked(trace(0.9), mask));
  EXPECT_EQ(made("optax.masked(optax.trace(0.9), {'w': True, 'b': [False, True]})"), expected);
  EXPECT_EQ(made("optax.masked(optax.trace(0.9), mask)", {{"mask", mask}}), expected);
  EXPECT_EQ(made("optax.masked(optax.trace(0.9), mask)",
                 {{"mask", binding::dict({{"w", true}, {"b", binding::list({false, true})}})}}),
            expected);
  EXPECT_EQ(made("optax.masked(optax.trace(0.9), optaxx.paths('**/w'))"),
            describe(masked(trace(0.9), paths("**/w"))));
  EXPECT_EQ(
      made("optax.partition({'a': optax.sgd(0.1)}, labels)", {{"labels", label_tree{{"w", "a"}}}}),
      made("optax.partition({'a': optax.sgd(0.1)}, {'w': 'a'})"));
}

TEST(recipe, takes_bindings_of_every_kind) {
  const bindings given{{"lr", 0.1},
                       {"n", 3},
                       {"flag", true},
                       {"mode", "refined"},
                       {"nothing", none},
                       {"half", dtype::bf16},
                       {"falling", linear_schedule(0.1, 0.0, 10)},
                       {"inner", sgd(0.5)},
                       {"links", binding::list({clip(1.0), scale(0.5)})}};
  EXPECT_EQ(made("optax.sgd(lr, nothing, flag)", given), made("optax.sgd(0.1, None, True)"));
  EXPECT_EQ(made("optax.MultiSteps(inner, n)", given), made("optax.MultiSteps(optax.sgd(0.5), 3)"));
  EXPECT_EQ(made("optax.scale_by_lion(mu_dtype=half, mode=mode)", given),
            made("optax.scale_by_lion(mu_dtype='bfloat16', mode='refined')"));
  EXPECT_EQ(made("optax.sgd(falling)", given),
            made("optax.sgd(optax.linear_schedule(0.1, 0.0, 10))"));
  EXPECT_EQ(made("optax.chain(*links)", given),
            made("optax.chain(optax.clip(1.0), optax.scale(0.5))"));
  EXPECT_EQ(made("lr = lr * 2\ntx = optax.sgd(lr)", given), made("optax.sgd(0.2)"));
}

TEST(recipe, says_where_and_what_is_wrong) {
  EXPECT_EQ(wrong("x = 1\ntx = optax.warmup_cosine_decay_schedule(0, 1, warmup_step=3)"),
            "recipe: line 2, column 47: optax.warmup_cosine_decay_schedule has no argument "
            "'warmup_step' (did you mean 'warmup_steps'?)\n"
            "  tx = optax.warmup_cosine_decay_schedule(0, 1, warmup_step=3)\n"
            "                                                ^");
  EXPECT_THAT(wrong("optax.adamm(1)"),
              AllOf(HasSubstr("line 1, column 7: optax has no 'adamm' here "
                              "(did you mean 'adam'?)"),
                    HasSubstr("\n        ^")));
  EXPECT_THAT(wrong("optax.sgd(lr)", {{"lrs", 1}}),
              HasSubstr("column 11: the name 'lr' is not bound (did you mean 'lrs'?)"));
  EXPECT_THAT(wrong("a = b\ntx = optax.masked(c, lambda p: d)"),
              HasSubstr("line 1, column 5: the names 'b', 'c' and 'd' are not bound"));
  EXPECT_THAT(
      wrong("optax.cosine_decay_schedule(alpha=1)"),
      HasSubstr("optax.cosine_decay_schedule needs the arguments 'init_value' and 'decay_steps'"));
  EXPECT_THAT(wrong("optax.sgd(0.1, learning_rate=0.2)"),
              HasSubstr("learning_rate is given twice"));
  EXPECT_THAT(wrong("optax.scale(1, 2)"), HasSubstr("column 16: optax.scale takes 1 arguments"));
  EXPECT_THAT(
      wrong("optax.sgd('fast')"),
      HasSubstr("optax.sgd: learning_rate must be a number or a schedule, got the string 'fast'"));
  EXPECT_THAT(wrong("optax.sgd(0.1, nesterov=1)"),
              HasSubstr("column 16: optax.sgd: nesterov must be True or False, got 1"));
  EXPECT_THAT(wrong("optax.chain(optax.identity)"),
              HasSubstr("got the function optax.identity (call it: optax.identity(...))"));
  EXPECT_THAT(wrong("optax.sgd(optax.cosine_decay_schedule(1.0, 0))"),
              HasSubstr("column 17: cosine_decay_schedule: decay_steps must be positive, got 0"));
  EXPECT_THAT(wrong("optax.constant_schedule(1)"),
              HasSubstr("a recipe makes a transformation, this one a schedule"));
  EXPECT_THAT(wrong("x = 1"), HasSubstr("nothing is bound to 'tx'"));
  EXPECT_THAT(wrong(""), HasSubstr("there is no recipe"));
  EXPECT_THAT(wrong("optax.scale(1 / 0)"), HasSubstr("column 15: division by zero"));
}

TEST(recipe, says_where_the_text_stops_making_sense) {
  EXPECT_THAT(wrong("optax.sgd(0.1))"), HasSubstr("column 15: ')' closes nothing"));
  EXPECT_THAT(wrong("optax.sgd(0.1\n"), HasSubstr("column 10: '(' is never closed"));
  EXPECT_THAT(wrong("optax.sgd([0.1)"),
              HasSubstr("column 15: ')' where '[' must be closed by ']'"));
  EXPECT_THAT(wrong("optax.sgd('a"), HasSubstr("column 11: this string is never closed"));
  EXPECT_THAT(wrong("optax.sgd(0.1 0.2)"), HasSubstr("column 15: unexpected '0'"));
  EXPECT_THAT(wrong("tx = "), HasSubstr("the text ends too early"));
  EXPECT_THAT(wrong("tx = \ny = 1"), HasSubstr("line 1, column 6: the line ends too early"));
  EXPECT_THAT(wrong("while x: pass"),
              HasSubstr("column 1: 'while' is not a part of the recipe language"));
  EXPECT_THAT(wrong("tx = optax.sgd(0.1) if"), HasSubstr("the text ends too early"));
  EXPECT_THAT(wrong("optax.scale(\xc3\xa9)"), HasSubstr("unexpected byte 0xc3"));
}

// ---- functions

TEST(recipe, makes_schedules_of_lambdas) {
  const tree params = array{1.0F};
  const auto tx = recipe(R"(
rate = 0.1
f = lambda step: rate / (1 + 0.05 * step)
tx = optax.scale_by_schedule(lambda n: jnp.minimum(f(n), 0.5) if n > 0 else 1))");
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(params, state).leaf().item(), 1);
  EXPECT_EQ(tx.update(params, state).leaf().item(), 0.1F / (1 + 0.05F * 1));
  EXPECT_EQ(tx.update(params, state).leaf().item(), 0.1F / (1 + 0.05F * 2));
  const auto nested = recipe(R"(
rate = 0.5
parts = {'f': [lambda n: rate * n]}
tx = optax.scale_by_schedule((lambda g: lambda n: g(n) + parts['f'][0](n))(lambda n: rate)))");
  state = nested.init(params);
  nested.update(params, state);
  EXPECT_EQ(nested.update(params, state).leaf().item(), 1);
  EXPECT_EQ(made("optax.sgd(lambda s: 0.5 * s)"), "optax.sgd(learning_rate=lambda s: 0.5 * s)");
}

TEST(recipe, makes_masks_of_lambdas) {
  const tree params{{"w", array(dtype::f32, {2, 3})}, {"b", array(dtype::f32, {3})}};
  for (const char* mask : {"lambda p: jax.tree.map(lambda x: x.ndim > 1, p)",
                           "lambda p: jax.tree_util.tree_map(lambda x: len_of(x.shape), p)",
                           "lambda p: {'w': True, 'b': False}"}) {
    const auto tx = recipe(
        std::string(
            "len_of = lambda s: s[-1] * s[0] == 6\ntx = optax.masked(optax.set_to_zero(), ") +
        mask + ")");
    opt_state state = tx.init(params);
    tree updates{{"w", array(dtype::f32, {2, 3})}, {"b", array{1.0F, 2.0F, 3.0F}}};
    updates["w"].leaf().mutable_data<float>()[0] = 1;
    updates = tx.update(updates, state);
    EXPECT_EQ(updates["w"].leaf().data<float>()[0], 0) << mask;
    EXPECT_EQ(updates["b"].leaf().data<float>()[0], 1) << mask;
  }
}

TEST(recipe, says_what_is_wrong_in_a_function_when_it_runs) {
  const tree params{{"w", array(dtype::f32, {2, 3})}};
  const auto tx =
      recipe("optax.masked(optax.set_to_zero(), lambda p: jax.tree.map(lambda x: x.rank, p))");
  EXPECT_THAT([&] { tx.init(params); }, testing::ThrowsMessage<format_error>(
                                            HasSubstr("column 70: an array has no 'rank' here")));
  EXPECT_THAT(wrong("s = 1\nf = lambda n: s * n\ng = optax.join_schedules([f], [])\ns = 2\ntx = "
                    "optax.sgd(g)"),
              HasSubstr("line 4, column 1: 's' is bound again behind a function that uses it"));
}

TEST(recipe, puts_numbers_into_the_state) {
  const tree params{{"w", array{1.0F}}};
  const auto tx = recipe(
      "optax.inject_hyperparams(lambda learning_rate, decay: "
      "optax.chain(optax.trace(decay), optax.scale(-learning_rate)))"
      "(decay=0.9, learning_rate=lambda n: 0.5 * n)");
  opt_state state = tx.init(params);
  for (int i = 0; i < 3; ++i) tx.update(params, state);
  EXPECT_EQ(state["hyperparams"]["learning_rate"].leaf().item(), 1);
  EXPECT_EQ(state["hyperparams"]["decay"].leaf().item(), 0.9F);
  EXPECT_THAT(wrong("optax.inject_hyperparams(optax.chain)(1)"),
              HasSubstr("inner_factory must be a factory such as optax.adam, a functools.partial "
                        "of one, or a lambda, got"));
  EXPECT_THAT(wrong("optax.inject_hyperparams(optax.adam, static_args='b3')(0.1)"),
              HasSubstr("there is no option 'b3' to be static"));
  EXPECT_THAT(wrong("optax.inject_hyperparams(optax.adam)(b3=0.1)"),
              HasSubstr("optax.adam has no argument 'b3' (did you mean 'b1'?)"));
}

TEST(recipe, leaves_micro_batches_out) {
  const std::string steps = "optax.MultiSteps(optax.sgd(0.1), 2, should_skip_update_fn=";
  const std::string expected =
      describe(multi_steps(sgd(0.1), 2, {.should_skip_update_fn = skip_large_updates(42.0)}));
  EXPECT_EQ(made(steps + "lambda u, n, p: optax.skip_large_updates(u, n, p, 42.0))"), expected);
  EXPECT_EQ(made("import functools\ntx = " + steps +
                 "functools.partial(optax.skip_large_updates, max_squared_norm=42.0))"),
            expected);
  EXPECT_EQ(made("from functools import partial\ntx = " + steps +
                 "partial(partial(optax.skip_large_updates, max_squared_norm=1), "
                 "max_squared_norm=42.0))"),
            expected);
  EXPECT_THAT(wrong(steps + "optax.skip_large_updates)"),
              HasSubstr("optax.skip_large_updates needs the argument 'max_squared_norm'"));
  EXPECT_THAT(wrong(steps + "lambda u, n, p: True)"),
              HasSubstr("must call optax.skip_not_finite or optax.skip_large_updates"));
}

// ---- the list of names

TEST(recipe_names, has_every_factory_of_the_headers) {
  // Functions of C++ alone, and what is no function.
  const std::set<std::string> others{"elementwise", "per_leaf",          "from_functions",
                                     "stateless",   "unitwise_norm",     "unitwise_clip",
                                     "every_k",     "skip_update",       "condition",
                                     "measurement", "stateful_schedule", "per_example_clip"};
  const std::vector<std::string> list = recipe_names();
  const std::set<std::string> names(list.begin(), list.end());
  const auto include = std::filesystem::path(OPTAXX_TEST_DATA_DIR).parent_path() / "include/optaxx";
  for (const char* folder : {"schedules", "transforms", "combinators", "optimizers", "contrib"}) {
    for (const auto& file : std::filesystem::directory_iterator(include / folder)) {
      const std::string name = file.path().stem();
      if (others.contains(name)) continue;
      EXPECT_TRUE(names.contains("optax." + name) || names.contains("optax.contrib." + name))
          << folder << "/" << name << ".hpp has no name in recipes";
    }
  }
  const std::vector<std::string> makers = factory_names();
  for (const auto& file : std::filesystem::directory_iterator(include / "extra"))
    EXPECT_THAT(makers, testing::Contains("optaxx." + file.path().stem().string()));
  for (const char* name :
       {"optax.MultiSteps", "optax.multi_transform", "optax.schedules.join_schedules"})
    EXPECT_TRUE(names.contains(name)) << name;
}

TEST(recipe, reads_what_describe_says) {
  std::size_t read = 0;
  for (const auto& [name, tx, links] : support::every_transformation()) {
    const std::string text = describe(tx);
    const std::string problem = wrong(text);
    // A function of C++ is a name there, which the caller would have to bind.
    if (problem.find(" not bound") != problem.npos) continue;
    EXPECT_EQ(problem, "nothing is wrong") << name;
    ++read;
    EXPECT_EQ(made(text), text) << name;
  }
  EXPECT_GT(read, support::every_transformation().size() * 2 / 3);
}

}  // namespace
