#include "replay/bindings.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using replay::bindings_of_arguments;
using replay::bound_recipe;
using support::temporary_directory;
using support::write_content;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

std::string made(std::string_view text, const std::vector<std::string>& arguments) {
  return describe(bound_recipe(text, {}, bindings_of_arguments(arguments)));
}

TEST(bindings, of_arguments_are_python) {
  EXPECT_EQ(made("optax.adam(lr, *betas, mu_dtype=t, nesterov=flag)",
                 {"lr=1e-3", "betas=[0.8, 0.99]", "t=jnp.bfloat16", "flag=True"}),
            "optax.adam(learning_rate=0.001, b1=0.8, b2=0.99, mu_dtype=jnp.bfloat16, "
            "nesterov=True)");
  EXPECT_EQ(made("getters = {'adam': optax.adam, 'sgd': optax.sgd}\n"
                 "tx = getters[name](**options)",
                 {"name='sgd'", "options={'learning_rate': -1 / 4, 'momentum': None}"}),
            "optax.sgd(learning_rate=-0.25)");
  EXPECT_EQ(made("optax.sgd(rate)", {"rate=optax.linear_schedule(1.0, 0.0, 10)"}),
            "optax.sgd(learning_rate=optax.linear_schedule(init_value=1.0, end_value=0.0, "
            "transition_steps=10))");
}

TEST(bindings, of_arguments_can_be_files_of_json) {
  const temporary_directory directory;
  const std::string file = (directory / "run.json").string();
  write_content(file, R"({"lr": 0.5, "layers": [1, 2], "name": "x", "decay": null})");
  EXPECT_EQ(made("optax.sgd(cfg['lr'] * cfg['layers'][1], momentum=cfg['decay'])", {"cfg=" + file}),
            "optax.sgd(learning_rate=1.0)");
  write_content(file, "[0.5");
  EXPECT_THAT([&] { bindings_of_arguments({"cfg=" + file}); },
              ThrowsMessage<format_error>(
                  StartsWith("--bind cfg=" + file + ": " + file + " has bad JSON: ")));
  write_content(file, R"({"seed": 9223372036854775808})");
  EXPECT_THAT([&] { bindings_of_arguments({"cfg=" + file}); },
              ThrowsMessage<format_error>(HasSubstr("too large: 9223372036854775808")));
  EXPECT_THAT([&] { bindings_of_arguments({"cfg=nowhere.json"}); },
              ThrowsMessage<format_error>("--bind cfg=nowhere.json: nowhere.json cannot be read"));
  EXPECT_EQ(made("optax.sgd(len(name))", {"name='a.json'"}), "optax.sgd(learning_rate=6)");
}

TEST(bindings, that_are_wrong_are_named) {
  const auto refused = [](const std::vector<std::string>& arguments) {
    return [=] { bindings_of_arguments(arguments); };
  };
  EXPECT_THAT(refused({"lr=1e-3", "name=adam"}),
              ThrowsMessage<format_error>(StartsWith(
                  "--bind name=adam: recipe: line 1, column 1: the name 'adam' is not bound")));
  EXPECT_THAT(refused({"lr=(1"}), ThrowsMessage<format_error>(StartsWith("--bind lr=(1: ")));
  EXPECT_THAT(refused({"lr"}), ThrowsMessage<format_error>("--bind lr: name=value is wanted"));
  EXPECT_THAT(refused({"l-r=1"}), ThrowsMessage<format_error>(HasSubstr("name=value is wanted")));
  EXPECT_THAT(refused({"lr="}), ThrowsMessage<format_error>(StartsWith("--bind lr=: ")));
  EXPECT_THAT(refused({"lr=1", "lr=2"}),
              ThrowsMessage<format_error>("--bind lr=2: 'lr' is bound already"));
}

TEST(bindings, that_the_recipe_does_not_need_are_refused) {
  EXPECT_THAT(
      [] {
        made("optax.sgd(lr)", {"lr=1", "rate=1"});
      },
      ThrowsMessage<format_error>("--bind rate: the recipe does not use that name, or defines it"));
  EXPECT_THAT([] { made("lr = 0.1\ntx = optax.sgd(lr)", {"lr=1"}); },
              ThrowsMessage<format_error>(StartsWith("--bind lr: ")));
}

}  // namespace
