// No text fills memory: what its values take is counted as they are made.
#include <gmock/gmock.h>

#include <fstream>
#include <string>

#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/recipe/recipe.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

// Kilobytes that this process has had at once, at its most.
long most_memory() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word && word != "VmHWM:") continue;
  long kilobytes = 0;
  status >> kilobytes;
  return kilobytes;
}

// Address sanitizer keeps 256 MiB of what was freed, and puts a margin around all that is there;
// thread sanitizer has four bytes for each byte, which remember who touched it.
#if defined(__SANITIZE_ADDRESS__)
constexpr long most_kilobytes = 2'000'000;
#elif defined(__SANITIZE_THREAD__)
constexpr long most_kilobytes = 5 * 1'000'000;
#else
constexpr long most_kilobytes = 1'000'000;
#endif

constexpr const char* bombs[] = {
    "['x' * 90000] * 90000",
    "('x' * 90000,) * 90000",
    "list(map(lambda i: 'x' * 90000, range(90000)))",
    "list(map(lambda i: f'{i:90000}', range(90000)))",
    "dict(zip(range(90000), ['x' * 90000] * 3000))",
    "{i: 'x' * 90000 for i in range(9000)}",
    "['x' * 90000 for i in range(90000)]",
    "tuple('x' * 90000 for i in range(90000))",
    "(lambda *a: a)(*[f'{i:90000}' for i in range(9000)])",
    "sorted([f'{i:90000}' for i in range(9000)])",
    "[s + 'y' for s in ['x' * 90000] * 2000]",
    "[['x' * 90000] * 1000, ['y' * 90000] * 1000, ['z' * 90000] * 1000]",
    "set(f'{i:90000}' for i in range(9000))",
    "'y'.join(['x' * 90000] * 90000)",
    "('x ' * 45000 + 'y').split() * 900",
    "list(zip(*[['x' * 90000] * 900] * 9))",
    "[list(range(90000)) for i in range(9000)]",
    "[[0] * 90000] * 900 + [[i] * 90000 for i in range(90)]",
    "list(enumerate(['x' * 90000] * 90000))",
    "re.compile('(' + '|'.join(['x' * 9000] * 9000) + ')')",

};

// Through a function, so that it is a schedule's or a mask's too.
std::string text_of(const std::string& bomb) {
  return "import re\ndef boom():\n  x = " + bomb + "\n  return 1.0 if x else 0.5\n";
}

TEST(memory_of_recipes, is_bounded) {
  const long before = most_memory();
  for (const char* const bomb : bombs) {
    const std::string text = text_of(bomb) + "optax.sgd(boom())";
    EXPECT_THAT([&] { recipe(text); }, ThrowsMessage<format_error>(HasSubstr("line 3"))) << bomb;
  }
  EXPECT_LT(most_memory() - before, most_kilobytes) << "kilobytes";
}

TEST(memory_of_recipes, is_bounded_in_a_step) {
  const tree params{{"w", array{1.0F}}};
  const long before = most_memory();
  for (const char* const bomb : bombs) {
    const std::string text =
        text_of(bomb) + "optax.sgd(lambda count: jnp.where(count > 0, boom(), 0.1))";
    const transformation tx = recipe(text);
    tree stepped = params;
    opt_state state = tx.init(stepped);
    EXPECT_THAT([&] { tx.step(params, state, stepped); },
                ThrowsMessage<format_error>(HasSubstr("line 3")))
        << bomb;
    EXPECT_EQ(stepped, params);
  }
  EXPECT_LT(most_memory() - before, most_kilobytes) << "kilobytes";
}

TEST(memory_of_recipes, says_what_is_too_much) {
  EXPECT_THAT([] { recipe("x = ['x' * 90000] * 90000\noptax.sgd(0.1)"); },
              ThrowsMessage<format_error>(HasSubstr(
                  "line 1, column 19: this takes more than the 256 MiB that a recipe may")));
}

// Of what is let go nothing counts, however often a function runs.
TEST(memory_of_recipes, is_given_back) {
  const schedule s = schedule_recipe("lambda t: len(['x' * 90000] * 4) / 4");
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(s(i), 1.0) << i;
}

}  // namespace
