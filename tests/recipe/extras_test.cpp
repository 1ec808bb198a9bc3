// What recipes take beyond Optax, and what counts as the result of a text.

#include <gmock/gmock.h>

#include <cstddef>
#include <string>
#include <vector>

#include "optaxx/optaxx.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;

std::string made(std::string_view text, const bindings& given = {}) {
  return describe(recipe(text, given));
}

std::string wrong(std::string_view text) {
  try {
    recipe(text);
  } catch (const format_error& e) {
    return e.what();
  }
  return "nothing is wrong";
}

TEST(recipe_extras, call_factories_by_other_names) {
  EXPECT_EQ(made("optax.scale(learning_rate=-1e-3)"), made("optax.scale(-1e-3)"));
  EXPECT_EQ(made("optax.scale_gradient(scale=2.0**15)"), made("optax.scale(2.0**15)"));
  EXPECT_EQ(made("optax.add_noise(0.01, 0.55, seed=3)"), made("optax.add_noise(0.01, 0.55, 3)"));
  EXPECT_EQ(made("optax.noisy_sgd(0.1, seed=3)"), made("optax.noisy_sgd(0.1, key=3)"));
  EXPECT_EQ(made("optax.inject_hyperparams(optax.add_noise)(eta=0.01, gamma=0.55, seed=3)"),
            made("optax.inject_hyperparams(optax.add_noise)(eta=0.01, gamma=0.55, key=3)"));
  EXPECT_EQ(made("optax.clip(min_delta=-1.0, max_delta=1.0)"), made("optax.clip(1.0)"));
  EXPECT_THAT(wrong("optax.clip(min_delta=-2.0, max_delta=1.0)"),
              HasSubstr("column 12: optax.clip: min_delta must be -max_delta, got -2.0"));
}

TEST(recipe_extras, make_a_transformation_of_multi_steps) {
  const std::string expected = made("optax.MultiSteps(optax.sgd(0.1), 2)");
  EXPECT_EQ(made("optax.MultiSteps(optax.sgd(0.1), 2).gradient_transformation()"), expected);
  EXPECT_EQ(made("steps = optax.MultiSteps(optax.sgd(0.1), every_k_schedule=2)\n"
                 "tx = getattr(steps, 'gradient_transformation')()"),
            expected);
  EXPECT_EQ(made("steps.gradient_transformation()", {{"steps", multi_steps(sgd(0.1), 2)}}),
            expected);
  EXPECT_THAT(wrong("optax.sgd(0.1).gradient_transformation()"),
              HasSubstr("column 16: a transformation has no 'gradient_transformation' here"));
}

TEST(recipe_extras, take_numbers_with_a_dtype) {
  EXPECT_EQ(made("optax.sgd(jnp.array(1e-3, jnp.bfloat16))"),
            "optax.sgd(learning_rate=jnp.bfloat16(0.0009994507))");
  EXPECT_EQ(made("optax.sgd(jnp.float16(0.1))"),
            "optax.sgd(learning_rate=jnp.float16(0.099975586))");
  for (const char* text :
       {"optax.sgd(learning_rate=jnp.bfloat16(0.0009994507))",
        "optax.adam(learning_rate=jnp.float16(0.099975586), b2=jnp.bfloat16(0.98828125))"})
    EXPECT_EQ(made(text), text);
  EXPECT_EQ(made("optax.sgd(jax.lax.convert_element_type(0.1, 'float32'))"),
            made("optax.sgd(jnp.float32(0.1))"));
  EXPECT_EQ(made("optax.sgd(jnp.ones(()).astype(jnp.bfloat16) * 0.1)"),
            made("optax.sgd(jnp.bfloat16(0.1))"));
  EXPECT_THAT(wrong("optax.sgd(jnp.bfloat16(3) // 2)"),
              HasSubstr("'//' of numbers of type bfloat16 is not known here"));
  EXPECT_THAT(wrong("optax.sgd(jnp.interp(1, jnp.array([0, 2], jnp.bfloat16), [1, 2]))"),
              HasSubstr("jnp.interp of 16-bit numbers is not known here"));
}

TEST(recipe_extras, refuse_fractions_of_steps) {
  EXPECT_THAT(wrong("optax.adafactor(0.1, decay_offset=2.5)"),
              HasSubstr("optax.adafactor: decay_offset must be an integer, got 2.5"));
  EXPECT_THAT(wrong("optax.scale_by_factored_rms(step_offset=2.5)"),
              HasSubstr("optax.scale_by_factored_rms: step_offset must be an integer, got 2.5"));
  EXPECT_THAT(wrong("optax.MultiSteps(optax.sgd(0.1), every_k_schedule=2.5)"),
              HasSubstr("optax.MultiSteps: every_k_schedule must be an integer, or a function that "
                        "gives one, got 2.5"));
}

// Optax takes integers and bools only: a float is a TypeError, with jit and without.
TEST(recipe_extras, refuse_micro_batches_that_are_no_integers) {
  const auto k = [](const std::string& function) -> std::string {
    const transformation tx = recipe("optax.MultiSteps(optax.sgd(1.0), " + function + ")");
    tree params(array{0.0F});
    opt_state state = tx.init(params);
    const std::vector<std::byte> before = support::bytes_of(state);
    std::string steps;
    try {
      for (int i = 0; i < 4; ++i) {
        tx.step(tree(array{1.0F}), state, params);
        steps += tree_get(state, "mini_step").leaf().item() == 0 ? "1" : "0";
      }
    } catch (const format_error& e) {
      EXPECT_EQ(support::bytes_of(state), before);
      return e.what();
    }
    return steps;
  };
  EXPECT_THAT(k("lambda step: 2.5"), HasSubstr("gives 2.5, expected an integer"));
  EXPECT_THAT(k("lambda step: 2.0"), HasSubstr("gives 2.0, expected an integer"));
  EXPECT_THAT(k("lambda step: (step + 2) / 1"), HasSubstr("gives the array 2.0, expected an int"));
  EXPECT_THAT(k("lambda step: jnp.nan"), HasSubstr("gives jnp.nan, expected an integer"));
  EXPECT_EQ(k("lambda step: 2"), "0101");
  EXPECT_EQ(k("lambda step: step // 2 + 1"), "1101");
  EXPECT_EQ(k("lambda step: True"), "1111");
  EXPECT_EQ(k("lambda step: step >= 0"), "1111");
  EXPECT_THAT(wrong("optax.MultiSteps(optax.sgd(0.1), 2.0)"), HasSubstr("got 2.0"));
}

TEST(recipe_extras, say_what_is_wrong_with_arrays_of_a_few_numbers) {
  EXPECT_THAT(
      wrong("optax.scale(np.zeros((2, 3))[0])"),
      HasSubstr("column 22: np.zeros: an array has one dimension here, got the tuple (2, 3)"));
  EXPECT_THAT(wrong("optax.scale(np.ones(0)[0])"),
              HasSubstr("np.ones: shape: an array of no numbers"));
  EXPECT_THAT(wrong("optax.scale(jnp.zeros('a')[0])"),
              HasSubstr("a shape is made of ints, got the string 'a'"));
  EXPECT_THAT(wrong("optax.scale(jnp.linspace(0, 1, 0)[0])"),
              HasSubstr("jnp.linspace: num: an array of no numbers"));
  EXPECT_THAT(wrong("optax.scale(jnp.linspace(0, 1, retstep=True)[0])"),
              HasSubstr("jnp.linspace: retstep is not known here"));
  EXPECT_THAT(wrong("optax.scale(jnp.linspace('a', 1)[0])"),
              HasSubstr("expected a number, got the string 'a'"));
  EXPECT_THAT(wrong("optax.scale(np.prod('ab'))"),
              HasSubstr("column 16: expected a number, got the string 'ab'"));
  EXPECT_THAT(wrong("optax.scale(np.ndim('ab'))"),
              HasSubstr("expected an array, got the string 'ab'"));
  EXPECT_THAT(wrong("optax.scale(np.iinfo(np.float32).max)"),
              HasSubstr("iinfo: expected a type of integers, got the dtype float32"));
  EXPECT_THAT(wrong("optax.scale(np.finfo(np.int32).max)"),
              HasSubstr("finfo: expected a type of floats, got the dtype int32"));
  EXPECT_THAT(wrong("optax.scale(np.iinfo(np.int32).maximum)"), HasSubstr("has no 'maximum' here"));
}

TEST(recipe_extras, multiply_the_rates_of_groups) {
  EXPECT_EQ(
      made(R"(
def lr_multipliers(params):
    return {
        'embedding': 0.1,  # Smaller LR for embeddings
        'decoder': 1.0,    # Normal LR for decoder
    }

optimizer = optax.multi_transform(
    {
        'embedding': optax.adam(1e-4),
        'decoder': optax.adam(1e-3),
    },
    param_labels=lr_multipliers(params)
)
)",
           {{"params", none}}),
      made("optax.multi_transform({'embedding': optax.chain(optax.adam(1e-4), optax.scale(0.1)),"
           " 'decoder': optax.adam(1e-3)}, {'embedding': 'embedding', 'decoder': 'decoder'})"));
}

TEST(recipe_result, is_tx_or_optimizer_or_what_the_last_statement_makes) {
  EXPECT_EQ(made("optimizer = optax.sgd(0.1)"), made("optax.sgd(0.1)"));
  EXPECT_EQ(made("tx = optax.sgd(0.1)\noptimizer = optax.sgd(0.2)"), made("optax.sgd(0.1)"));
  EXPECT_EQ(made("optimizer = optax.sgd(0.1)\nother = optax.sgd(0.2)"), made("optax.sgd(0.1)"));
  EXPECT_EQ(made("clip = optax.clip(1.0)\nopt = optax.chain(clip, optax.sgd(0.1))"),
            made("optax.chain(optax.clip(1.0), optax.sgd(0.1))"));
  EXPECT_EQ(made("rate = 0.1\noptax.sgd(rate)"), made("optax.sgd(0.1)"));
  EXPECT_THAT(wrong("a = optax.sgd(0.1)\nb = 1"), HasSubstr("nothing is bound to 'tx'"));
}

TEST(recipe_result, shows_a_def_that_returns_as_a_lambda) {
  const std::string text = made(
      "def rate(step, peak=0.1):\n  'Falls.'\n  return peak / (1 + step)\n"
      "tx = optax.sgd(rate)");
  EXPECT_EQ(text, "optax.sgd(learning_rate=lambda step, peak=0.1: peak / (1 + step))");
  EXPECT_EQ(made(text), text);
  EXPECT_EQ(made("def rate(step):\n  s = step\n  return s\ntx = optax.sgd(rate)"),
            "optax.sgd(learning_rate=rate)");
}

TEST(schedule_recipe, is_schedule_or_what_the_last_statement_makes) {
  EXPECT_EQ(schedule_recipe("lambda n: 0.5 * n")(3), 1.5);
  EXPECT_EQ(schedule_recipe("schedule = lambda n: n\nother = lambda n: 2 * n")(3), 3);
  EXPECT_EQ(schedule_recipe("def f(n):\n  return n + peak", {{"peak", 1}})(3), 4);
  EXPECT_EQ(schedule_recipe("optax.linear_schedule(1.0, 0.0, 4)")(2), 0.5);
  EXPECT_EQ(schedule_recipe("0.25")(7), 0.25);
  EXPECT_THAT([] { schedule_recipe("optax.sgd(0.1)"); },
              testing::ThrowsMessage<format_error>(
                  HasSubstr("a recipe of a schedule makes a schedule, this one a transformation")));
}

}  // namespace
