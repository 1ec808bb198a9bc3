#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "optaxx/combinators/masked.hpp"
#include "optaxx/combinators/partition.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/recipe/binding.hpp"
#include "optaxx/recipe/recipe.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

// What is asked of it is what it was given for.
struct anything final : untyped_function {
  std::string name() const override { return "mine"; }
  number rate(const number& count, bool) const override { return 0.5 / (count.value() + 1); }
  mask_tree mask(const tree&) const override { return {{"w", true}, {"b", false}}; }
  label_tree labels(const tree&) const override { return {{"w", "x"}, {"b", "y"}}; }
  std::int64_t every_k(step_t) const override { return 2; }
  double decay(step_t step, double rate) const override { return static_cast<double>(step) * rate; }
  skip_decision skip(const tree&, step_t, const tree&) const override { return {true, {}}; }
  bool condition(step_t step, const extra_args&) const override { return step == 1; }
  tree measure(const tree& updates) const override { return updates; }
};
binding mine() { return std::shared_ptr<const untyped_function>(std::make_shared<anything>()); }

tree params() { return {{"w", array{1.0F}}, {"b", array{2.0F}}}; }

// The update of ones.
tree update_of(const binding& tx) {
  opt_state state = tx.get<transformation>()->init(params());
  return tx.get<transformation>()->update(tree{{"w", array{1.0F}}, {"b", array{1.0F}}}, state);
}

TEST(call_binding, has_the_names_and_defaults_of_the_factory) {
  const binding tx = binding::named("optax.adam")({0.1, 0.8}, {{"nesterov", true}});
  ASSERT_NE(tx.get<transformation>(), nullptr);
  EXPECT_EQ(describe(*tx.get<transformation>()),
            "optax.adam(learning_rate=0.1, b1=0.8, nesterov=True)");
  EXPECT_EQ(tx.get<schedule>(), nullptr);
  EXPECT_FALSE(tx.is_function());
}

TEST(call_binding, calls_what_a_call_gives) {
  const binding inject = binding::named("optax.inject_hyperparams");
  EXPECT_TRUE(inject.is_function());
  const binding factory = inject({binding::named("optax.sgd")});
  EXPECT_TRUE(factory.is_function());
  const binding tx = factory({}, {{"learning_rate", 0.5}});
  EXPECT_EQ(describe(*tx.get<transformation>()),
            describe(recipe("optax.inject_hyperparams(optax.sgd)(learning_rate=0.5)")));
  const binding partial = binding::partial(binding::named("optax.sgd"), {}, {{"momentum", 0.9}});
  EXPECT_EQ(describe(*partial({0.5}).get<transformation>()),
            "optax.sgd(learning_rate=0.5, momentum=0.9)");
}

TEST(call_binding, refuses_in_the_words_of_recipes) {
  const binding adam = binding::named("optax.adam");
  EXPECT_THAT(
      [&] {
        adam({}, {{"learning_rte", 0.1}});
      },
      ThrowsMessage<std::invalid_argument>(HasSubstr("did you mean 'learning_rate'?")));
  EXPECT_THAT([&] { adam({"x"}); },
              ThrowsMessage<std::invalid_argument>(
                  "optax.adam: learning_rate must be a number or a schedule, got the string 'x'"));
  EXPECT_THAT([&] { binding(0.1)({}); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("cannot be called")));
  EXPECT_THAT([] { binding::named("optax.adma"); },
              ThrowsMessage<std::out_of_range>(HasSubstr("did you mean 'optax.adam'?")));
}

TEST(call_binding, keeps_the_dtype_of_a_number) {
  const binding rate(number(0.1F, dtype::f32));
  EXPECT_EQ(describe(*binding::named("optax.sgd")({rate}).get<transformation>()),
            describe(recipe("optax.sgd(jnp.float32(0.1))")));
}

TEST(untyped_function, becomes_what_the_option_takes) {
  const auto named = [](const char* name) { return binding::named(name); };
  const binding sgd = named("optax.sgd")({1.0});
  EXPECT_EQ(update_of(named("optax.sgd")({mine()})),
            tree({{"w", array{-0.5F}}, {"b", array{-0.5F}}}));
  EXPECT_EQ(update_of(named("optax.masked")({sgd, mine()})),
            tree({{"w", array{-1.0F}}, {"b", array{1.0F}}}));
  const binding parts = binding::dict({{"x", sgd}, {"y", named("optax.set_to_zero")({})}});
  EXPECT_EQ(update_of(named("optax.partition")({parts, mine()})),
            tree({{"w", array{-1.0F}}, {"b", array{0.0F}}}));
  EXPECT_EQ(update_of(named("optax.MultiSteps")({sgd, mine()})),
            tree({{"w", array{0.0F}}, {"b", array{0.0F}}}));
  // Left out by its decision.
  EXPECT_EQ(update_of(named("optax.MultiSteps")({sgd, 1, true, mine()})),
            tree({{"w", array{0.0F}}, {"b", array{0.0F}}}));
  EXPECT_EQ(update_of(named("optax.conditionally_transform")({sgd, mine()})),
            tree({{"w", array{1.0F}}, {"b", array{1.0F}}}));
  const binding injected = named("optax.inject_hyperparams")({named("optax.sgd")})({mine()});
  EXPECT_EQ(update_of(injected), tree({{"w", array{-0.5F}}, {"b", array{-0.5F}}}));
}

TEST(untyped_function, is_a_schedule_in_a_text) {
  const transformation tx = recipe("optax.sgd(lambda step: 2 * f(step))", {{"f", mine()}});
  EXPECT_EQ(update_of(tx), tree({{"w", array{-1.0F}}, {"b", array{-1.0F}}}));
}

TEST(untyped_function, is_described_by_its_name) {
  const binding tx = binding::named("optax.adamw")({mine()}, {{"mask", mine()}});
  EXPECT_EQ(describe(*tx.get<transformation>()), "optax.adamw(learning_rate=mine, mask=mine)");
}

TEST(factory_names, are_those_of_makers) {
  const std::vector<std::string> names = factory_names();
  EXPECT_THAT(names, testing::IsSupersetOf({"optax.adam", "optax.chain", "optax.linear_schedule",
                                            "optax.schedules.linear_schedule", "optaxx.paths"}));
  for (const std::string& name : names) EXPECT_TRUE(binding::named(name).is_function()) << name;
  EXPECT_EQ(std::count(names.begin(), names.end(), "optax.global_norm"), 0);
}

}  // namespace
