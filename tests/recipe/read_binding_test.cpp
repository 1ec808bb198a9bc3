#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "optaxx/optaxx.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

std::string made(const std::string& text, const std::string& x) {
  return describe(recipe(text, {{"x", binding::read(x)}}));
}

TEST(binding_read, takes_what_a_recipe_computes_with) {
  EXPECT_EQ(made("optax.sgd(x)", "1e-3"), "optax.sgd(learning_rate=0.001)");
  EXPECT_EQ(made("optax.sgd(x)", " 10_000 // 3 "), "optax.sgd(learning_rate=3333)");
  EXPECT_EQ(made("optax.sgd(0.5, x)", "None"), "optax.sgd(learning_rate=0.5)");
  EXPECT_EQ(made("optax.sgd(0.5, 0.9, nesterov=x)", "True"),
            "optax.sgd(learning_rate=0.5, momentum=0.9, nesterov=True)");
  EXPECT_EQ(made("optax.sgd(x[0], x[1][-1])", "[0.5, (1, 0.9)]"),
            "optax.sgd(learning_rate=0.5, momentum=0.9)");
  EXPECT_EQ(made("optax.sgd(**x)", "{'learning_rate': 0.5}"), "optax.sgd(learning_rate=0.5)");
  EXPECT_EQ(made("optax.sgd(len(x))", "'a\\tb'"), "optax.sgd(learning_rate=3)");
  EXPECT_EQ(made("optax.sgd(0.5, 0.9, accumulator_dtype=x)", "jnp.bfloat16"),
            "optax.sgd(learning_rate=0.5, momentum=0.9, accumulator_dtype=jnp.bfloat16)");
  EXPECT_EQ(made("optax.chain(x, optax.sgd(0.5))", "optax.clip(1.0)"),
            "optax.chain(optax.clip(max_delta=1.0), optax.sgd(learning_rate=0.5))");
  EXPECT_EQ(made("optax.masked(optax.clip(1.0), x)", "optaxx.paths('**/w')"),
            "optax.masked(inner=optax.clip(max_delta=1.0), mask=optaxx.paths('**/w'))");
}

TEST(binding_read, gives_every_run_lists_of_its_own) {
  const binding x = binding::read("[0.5]");
  const std::string text = "x.append(0.9)\ntx = optax.sgd(*x)";
  EXPECT_EQ(describe(recipe(text, {{"x", x}})), "optax.sgd(learning_rate=0.5, momentum=0.9)");
  EXPECT_EQ(describe(recipe(text, {{"x", x}})), "optax.sgd(learning_rate=0.5, momentum=0.9)");
}

TEST(binding_read, refuses_what_cannot_stand_outside_of_a_text) {
  const auto reading = [](const char* text) { return [=] { binding::read(text); }; };
  EXPECT_THAT(reading("lambda step: 0.1"),
              ThrowsMessage<format_error>(HasSubstr("cannot be bound")));
  EXPECT_THAT(reading("[{'a': lambda step: 0.1}]"),
              ThrowsMessage<format_error>(HasSubstr("cannot be bound")));
  EXPECT_THAT(reading("optax.adam"), ThrowsMessage<format_error>(HasSubstr("cannot be bound")));
  EXPECT_THAT(reading("optax"), ThrowsMessage<format_error>(HasSubstr("cannot be bound")));
  EXPECT_THAT(reading("lr"), ThrowsMessage<format_error>(StartsWith(
                                 "recipe: line 1, column 1: the name 'lr' is not bound")));
  EXPECT_THAT(reading("a = 1"), ThrowsMessage<format_error>(HasSubstr("is not one expression")));
  EXPECT_THAT(reading("1; 2"), ThrowsMessage<format_error>(StartsWith("recipe: line 1")));
  EXPECT_THAT(reading(""), ThrowsMessage<format_error>(HasSubstr("is not one expression")));
  EXPECT_THAT(reading("1 / 0"), ThrowsMessage<format_error>(StartsWith("recipe: line 1")));
}

TEST(unbound_names, are_those_that_the_caller_has_to_bind) {
  EXPECT_THAT(unbound_names("optax.adam(lr, b1=b1)"), ElementsAre("b1", "lr"));
  EXPECT_THAT(unbound_names("lr = 2 * peak\nf = lambda s, lr=1: lr * s * g\ntx = optax.adam(lr)"),
              ElementsAre("g", "peak"));
  EXPECT_THAT(unbound_names("import optax\ntx = optax.adam(1e-3)"), ElementsAre());
  EXPECT_THROW(unbound_names("optax.adam("), format_error);
}

}  // namespace
