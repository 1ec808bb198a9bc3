// What the host program has set for itself changes nothing that the library does, and is there
// again after it. Steps are in sweep/environment_test.cpp.
#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>
#include <optaxx/optaxx.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/environment.hpp"
#include "support/every_work.hpp"
#include "support/same_bits.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using support::environment;

TEST(the_floating_point_environment, does_not_reach_any_work_and_is_given_back) {
  for (const auto& work : support::every_work()) {
    const std::string expected = work.run();
    for (const auto& caller : support::environments()) {
      std::string came;
      environment::value after{};
      {
        const environment scope(caller);
        came = work.run();
        after = environment::current();
      }
      EXPECT_EQ(came, expected) << work.name << ", rounding " << caller.rounding << ", control "
                                << caller.control;
      EXPECT_EQ(after, caller) << work.name;
      // A single subtraction within steps, which nothing may hold up.
      if (work.name == "number::one_minus" || caller.is_ours()) continue;
      EXPECT_EQ(after.flags(), caller.flags()) << work.name << ", control " << caller.control;
    }
  }
}

// A text works in an environment of its own; what is called back from it is there again in that of
// the caller, and the text goes on in its own.
TEST(the_floating_point_environment, of_the_caller_is_there_in_functions_that_a_text_calls) {
  environment::value caller{};
  int calls = 0;
  const auto here = [&] {
    ++calls;
    EXPECT_EQ(environment::current(), caller);
  };
  const schedule of_another_text = schedule_recipe("lambda t: t / 3");
  const schedule rate = [&](step_t step) {
    here();
    const double third = of_another_text(step + 1);
    here();
    return third;
  };
  const transformation inner = masked(scale_by_schedule(rate), [&](const tree&) {
    here();
    return mask_tree(true);
  });
  const transformation tx = recipe(R"(
def init(params):
  return inner.init(params)
def update(updates, state, params=None):
  updates, state = inner.update(updates, state, params)
  return jax.tree.map(lambda u: u * 0.1, updates), state
optax.chain(optax.scale_by_schedule(lambda t: rate(t) * 0.1 + 1 / 3), optax.GradientTransformation(init, update))
)",
                                   {{"inner", inner}, {"rate", rate}});
  const auto run = [&] {
    const tree params{{"w", array{1.0F, 3.0F}}};
    opt_state state = tx.init(params);
    return tx.update(params, state);
  };
  caller = environment::current();
  const tree expected = run();
  for (const auto& value : support::environments()) {
    caller = value;
    calls = 0;
    const tree came = [&] {
      const environment scope(caller);
      return run();
    }();
    EXPECT_TRUE(support::same_bits(came.leaves(), expected.leaves()));
    EXPECT_GE(calls, 1 + 2 + 2);
  }
}

// German: a comma in numbers, and points in large ones. Turkish, in bytes: the small letter of I
// has a dot less, and bytes above 127 are letters.
TEST(the_locale, does_not_reach_any_work) {
  std::vector<std::string> expected;
  for (const auto& work : support::every_work()) expected.push_back(work.run());
  const support::temporary_directory directory;
  ASSERT_EQ(setenv("LOCPATH", directory.path().c_str(), 1), 0);
  for (const auto& [language, charset] :
       {std::pair<std::string, std::string>{"de_DE", "UTF-8"}, {"tr_TR", "ISO-8859-9"}}) {
    const std::string name = language + "." + charset;
    const std::string make =
        "localedef -i " + language + " -f " + charset + " " + (directory / name).string();
    ASSERT_EQ(std::system(make.c_str()), 0) << "Debian's package locales has what it reads";
    ASSERT_NE(std::setlocale(LC_ALL, name.c_str()), nullptr) << name;
    EXPECT_STREQ(std::localeconv()->decimal_point, ",");
    std::vector<std::string> came;
    for (const auto& work : support::every_work()) came.push_back(work.run());
    std::setlocale(LC_ALL, "C");
    for (std::size_t i = 0; i < came.size(); ++i)
      EXPECT_EQ(came[i], expected[i]) << support::every_work()[i].name << " in " << name;
  }
  unsetenv("LOCPATH");
}

}  // namespace
