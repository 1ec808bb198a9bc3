// Text that nobody writes.

#include <gmock/gmock.h>
#include <pthread.h>

#include "optaxx/optaxx.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;

std::string wrong(std::string_view text) {
  try {
    recipe(text);
  } catch (const format_error& e) {
    return e.what();
  }
  return "nothing is wrong";
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(recipe_limits, survives_hostile_text) {
  EXPECT_THAT(wrong(repeated("(", 100'000)), HasSubstr("brackets in one another"));
  EXPECT_THAT(wrong(repeated("not ", 100'000) + "x"), HasSubstr("more than"));
  EXPECT_THAT(wrong("optax.scale(" + repeated("-", 100'000) + "1)"), HasSubstr("more than"));
  EXPECT_THAT(wrong(repeated("2**", 10'000) + "2"), HasSubstr("too deep"));
  EXPECT_THAT(wrong(repeated("lambda:", 10'000) + "2"), HasSubstr("too deep"));
  EXPECT_THAT(wrong(repeated("1 if 1 else ", 10'000) + "2"), HasSubstr("too deep"));
  EXPECT_THAT(wrong(std::string(2'000'000, ' ')), HasSubstr("more than 1048576 bytes"));
  EXPECT_THAT(wrong(repeated("x = 1\n", 100'000)), HasSubstr("more than"));
  EXPECT_THAT(wrong("x = [1]\n" + repeated("x = [x, x]\n", 100) + "tx = x"),
              HasSubstr("too large"));
  EXPECT_THAT(wrong("x = [1]\n" + repeated("x = [x]\n", 10'000) + "tx = x"),
              HasSubstr("too large"));
  EXPECT_THAT(wrong("x = optax.identity()\n" + repeated("x = optax.chain(x, x)\n", 100) + "tx = x"),
              HasSubstr("too large"));
  EXPECT_THAT(wrong("x = 1\n" + repeated("x = (lambda y: lambda: y)(x)\n", 1'000) + "tx = x"),
              HasSubstr("this one a lambda"));
  EXPECT_THAT(wrong("x = 1\n" + repeated("x = lambda y=x: y\n", 1'000) + "tx = x"),
              HasSubstr("too large"));
  EXPECT_THAT(wrong("f = lambda x: f(x)\ntx = f(1)"), HasSubstr("too deep"));
  EXPECT_THAT(wrong("f = lambda x: f(x - 1) + f(x - 1) if x > 0 else 0\ntx = optax.scale(f(60))"),
              HasSubstr("more work"));
  std::string names;
  for (int i = 0; i < 20'000; ++i) names += "x" + std::to_string(i) + " = 1\n";
  EXPECT_THAT(wrong(names + repeated("y\n", 9'000)), HasSubstr("'y' is not bound"));
  EXPECT_THAT(wrong("optax.scale(9 ** 9 ** 9)"), HasSubstr("the integer is too large"));
  EXPECT_THAT(wrong("optax.scale(99999999999999999999)"), HasSubstr("the integer is too large"));
  EXPECT_THAT(wrong(std::string("optax.scale(1)\0x", 16)), HasSubstr("unexpected byte 0x00"));
  EXPECT_THAT(wrong(repeated("'", 1001)), HasSubstr("string"));
}

TEST(recipe_limits, survives_hostile_patterns) {
  const auto found = [](const std::string& pattern, const std::string& text) {
    return wrong("import re\ntx = optax.scale(1.0 if re.search(" + pattern + ", " + text +
                 ") else 2.0)");
  };
  EXPECT_EQ(found("'(?=(a*)*b)(?!(a|aa)+$)'", "'a' * 50000"), "nothing is wrong");
  EXPECT_EQ(found("'(?<=(a*)*b)' + '(?=' * 40 + 'a*b' + ')' * 40", "'a' * 5000"),
            "nothing is wrong");
  EXPECT_THAT(found("'(?=a*b)' * 150", "'a' * 50000"), HasSubstr("more work"));
  EXPECT_THAT(found("'(?=' * 60 + ')' * 60", "'a'"), HasSubstr("too many groups"));
  EXPECT_THAT(found("'(?=a{1000})' * 3", "'a' * 20000"), HasSubstr("more work"));
  EXPECT_THAT(found("'((?=a{1000})b{1000}){1000}'", "'a'"), HasSubstr("it is too long"));
  EXPECT_THAT(wrong("import re\nx = [re.search('(?i)' + '[\\w-]' * 1900, 'a') for x in range(50)]"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("import fnmatch\nx = fnmatch.fnmatch('a' * 99999, '*a' * 490 + 'b')"),
              HasSubstr("more work"));
}

TEST(recipe_limits, arrays_neither_fill_memory_nor_take_for_ever) {
  EXPECT_THAT(wrong("x = jnp.zeros((40000, 40000))"), HasSubstr("more memory"));
  EXPECT_THAT(wrong("x = jnp.ones((2 ** 40, 2 ** 40))"), HasSubstr("too large"));
  EXPECT_THAT(wrong("x = [jnp.zeros((1000, 1000)) for i in range(100)]"), HasSubstr("more memory"));
  EXPECT_THAT(wrong("x = jnp.ones((9000, 1)) + jnp.ones((1, 9000))"), HasSubstr("more memory"));
  EXPECT_THAT(wrong("x = jnp.broadcast_to(jnp.ones((3,)), (10 ** 8, 3))"),
              HasSubstr("more memory"));
  EXPECT_THAT(wrong("x = jnp.ones((1000, 1000))\ny = [jnp.sum(x * i) for i in range(500)]"),
              HasSubstr("more work with arrays"));
  EXPECT_THAT(wrong("x = jnp.ones((1000, 1000))\ny = [jnp.exp(x)[0, 0] for i in range(50)]"),
              HasSubstr("more work with arrays"));
  EXPECT_THAT(wrong("x = [v for v in jnp.ones((1000, 1000))]\ny = [w for v in x for w in v]"),
              HasSubstr("too large"));
  EXPECT_THAT(wrong("x = jnp.ones((2, 2, 2, 2, 2, 2, 2, 2, 2))"), HasSubstr("at most 8 axes"));
  EXPECT_THAT(wrong("x = jnp.ones((0, 3))[0]"), HasSubstr("an item of an empty array"));
  EXPECT_THAT(wrong("x = jnp.max(jnp.ones((0, 3)))"), HasSubstr("of no numbers"));

  // In an update it depends on what the update is given.
  const auto stepped = [](const std::string& body) {
    const auto tx = recipe("def f(u, p):\n  " + body + "\n  return u\ntx = optax.stateless(f)");
    const tree params{{"w", array(dtype::f32, {1000})}};
    opt_state state = tx.init(params);
    try {
      tx.update(params, state, params);
    } catch (const format_error& e) {
      return std::string(e.what());
    }
    return std::string("nothing is wrong");
  };
  EXPECT_EQ(stepped("x = u['w'][:, None] * u['w']"), "nothing is wrong");
  EXPECT_THAT(stepped("x = [u['w'][:, None] * u['w'] for i in range(100)]"),
              HasSubstr("more memory"));
  EXPECT_THAT(stepped("x = [jnp.sum(u['w'][:, None] * u['w']) for i in range(500)]"),
              HasSubstr("more work with arrays"));
  EXPECT_THAT(stepped("x = [a + b for a in range(999) for b in range(9999)]"),
              HasSubstr("recipe: line"));
  EXPECT_THAT(stepped("f(u, p)"), HasSubstr("too deep"));
}

TEST(recipe_limits, runs_within_a_run_share_what_it_may_do) {
  const auto stepped = [](const std::string& text, std::int64_t elements) {
    try {
      const auto tx = recipe(text);
      const tree params{{"w", array(dtype::f32, {elements})}};
      opt_state state = tx.init(params);
      tx.update(params, state, params);
    } catch (const format_error& e) {
      return std::string(e.what());
    }
    return std::string("nothing is wrong");
  };
  EXPECT_THAT(stepped("s = lambda t: sum([t for i in range(9000)])\n"
                      "a = optax.join_schedules([s, s], [10])\n"
                      "b = lambda t: sum([a(t) for i in range(9000)])\n"
                      "tx = optax.scale_by_schedule(b)",
                      1),
              HasSubstr("more work"));
  const std::string inner =
      "a = optax.stateless(lambda u, p: optax.tree.scale(sum([1 for i in range(1000)]), u))\n";
  EXPECT_THAT(stepped(inner + "def f(u, p):\n"
                              "  for i in range(9000):\n"
                              "    u, s = a.update(u, a.init(u))\n"
                              "  return u\n"
                              "tx = optax.stateless(f)",
                      1),
              HasSubstr("more work"));
  EXPECT_THAT(stepped("a = optax.scale(2.0)\n"
                      "tx = optax.stateless(lambda u, p: [a.update(u, a.init(u))[0] for i in "
                      "range(4000)][-1])",
                      1'000'000),
              HasSubstr("more work with arrays"));
  EXPECT_THAT(stepped("a = optax.scale_by_adam()\n"
                      "tx = optax.stateless(lambda u, p: [a.init(u) for i in range(4000)])",
                      1'000'000),
              HasSubstr("more memory"));
  EXPECT_THAT(stepped("def around(a):\n"
                      "  return optax.stateless(lambda u, p: a.update(u, a.init(u))[0])\n"
                      "tx = optax.identity()\n"
                      "for i in range(200):\n"
                      "  tx = around(tx)\n",
                      1),
              HasSubstr("too deep"));
}

TEST(recipe_limits, refuses_every_beginning_of_a_recipe_without_a_crash) {
  const std::string text = R"(import optax
x = {'a': [1.5e-3, (True, None)], **{2: "b\n"}}
tx = optax.partition({'a': optax.adamw(lambda s: 0.1 / (1 + 0.05 * s), weight_decay=-1 ** 2 // 3 % 4)}, 'a'))";
  EXPECT_NO_THROW(recipe(text));
  for (std::size_t n = 0; n < text.size(); ++n)
    EXPECT_THROW(recipe(text.substr(0, n)), format_error);
  for (std::size_t n = 0; n < text.size(); ++n) {
    for (const char c : {'(', ']', '\'', '\\', '*', '\n', '#', ',', '9', '\x80'}) {
      std::string other = text;
      other[n] = c;
      try {
        recipe(other);
      } catch (const format_error&) {
      }
    }
  }
}

TEST(recipe_limits, hold_for_loops) {
  EXPECT_THAT(wrong("for i in range(99999):\n  for j in range(99999):\n    pass"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("for i in range(10 ** 9): pass"), HasSubstr("too many for a recipe"));
  EXPECT_THAT(wrong("a = []\nfor i in range(99999): a.append('x' * 99)"), HasSubstr("too large"));
  EXPECT_THAT(wrong("a = 'x'\nfor i in range(99): a += a"), HasSubstr("too large"));
  EXPECT_THAT(wrong("a = [1]\nfor i in range(99): a = [a, a]"), HasSubstr("too large"));
  EXPECT_THAT(wrong("a = [1]\nfor i in range(999): a = [a]"), HasSubstr("too large"));
  EXPECT_THAT(wrong("x = [1]\ny = [x := [x, x] for i in range(99)]"), HasSubstr("too large"));
  EXPECT_THAT(wrong("x = optax.identity()\nfor i in range(99): x = optax.chain(x, x)"),
              HasSubstr("too large"));
  EXPECT_THAT(wrong("def f(x):\n  for i in [1]:\n    f(x)\nf(1)"), HasSubstr("too deep"));
  EXPECT_THAT(wrong("import types\nc = 1\nfor i in range(200): c = types.SimpleNamespace(a=c)"),
              HasSubstr("too large"));
}

TEST(recipe_limits, hold_for_sets_dicts_and_sorting) {
  EXPECT_THAT(wrong("s = {(i, i) for i in range(60000)}"), HasSubstr("too large"));
  EXPECT_THAT(wrong("s = set()\nfor i in range(49999): s.add(i)"), HasSubstr("more work"));
  EXPECT_THAT(wrong("s = {i for i in range(40000)}\nfor i in range(99): s | s"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("s = {i for i in range(40000)}\nfor i in range(99): i in s"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("d = {}\nfor i in range(49999): d |= {i: i}"), HasSubstr("more work"));
  EXPECT_THAT(wrong("d = {i: i for i in range(30000)}\nfor i in range(99): d | d"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("d = {i: i for i in range(30000)}\nfor i in range(99): {} | d | d"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("a = list(range(49999))\nfor i in range(99): a.sort()"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("a = [('x' * 9999, i) for i in range(9)] * 3\nfor i in range(99): sorted(a)"),
              HasSubstr("more work"));
}

TEST(recipe_limits, hold_for_arrays_of_a_few_numbers) {
  for (const char* f : {"jnp.zeros(10 ** 9)", "np.ones((10 ** 9,))", "jnp.linspace(0, 1, 10 ** 9)"})
    EXPECT_THAT(wrong(f), HasSubstr("too large")) << f;
  for (const char* f : {"jnp.zeros(90000)", "np.ones(90000)", "np.linspace(0, 1, 90000)"}) {
    EXPECT_THAT(wrong("for i in range(99): " + std::string(f)), HasSubstr("more work")) << f;
  }
  EXPECT_THAT(wrong("x = jnp.ones(90000)\nfor i in range(99): x.astype(jnp.bfloat16)"),
              HasSubstr("more work"));
  EXPECT_THAT(wrong("x = np.ones(90000)\nfor i in range(99): np.prod(x)"), HasSubstr("more work"));
  EXPECT_THAT(wrong("x = 'a' * 90000\nfor i in range(999): re.escape(x)"), HasSubstr("more work"));
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t stack_bytes = std::size_t{8} << 20;
#else
constexpr std::size_t stack_bytes = std::size_t{1} << 20;
#endif

// What is wrong with a text that is read on a small stack.
std::string wrong_on_a_small_stack(const std::string& text) {
  struct job {
    const std::string& text;
    std::string message;
  } job{text, {}};
  const auto run = [](void* of) -> void* {
    auto& mine = *static_cast<struct job*>(of);
    mine.message = wrong(mine.text);
    return nullptr;
  };
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_bytes);
  pthread_t thread{};
  EXPECT_EQ(pthread_create(&thread, &attributes, run, &job), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return job.message;
}

TEST(recipe_limits, text_in_one_another_needs_a_small_stack) {
  EXPECT_THAT(wrong_on_a_small_stack("f = lambda x: jax.lax.cond(True, f, f, x)\ntx = f(1)"),
              HasSubstr("too deep"));
  std::string blocks;
  for (int i = 0; i < 31; ++i)
    blocks += std::string(static_cast<std::size_t>(i), ' ') + "if True:\n";
  EXPECT_EQ(wrong_on_a_small_stack(blocks + std::string(31, ' ') + "tx = optax.scale(2.0)"),
            "nothing is wrong");
  std::string loops;
  for (int i = 0; i < 31; ++i)
    loops += std::string(static_cast<std::size_t>(i), ' ') + "for x in [1]:\n";
  EXPECT_EQ(wrong_on_a_small_stack(loops + std::string(31, ' ') + "tx = optax.scale(2.0)"),
            "nothing is wrong");
  std::string calls = "def f(x):\n";
  for (int i = 1; i < 31; ++i)
    calls += std::string(static_cast<std::size_t>(i), ' ') + "for x in [x]:\n";
  EXPECT_THAT(wrong_on_a_small_stack(calls + std::string(31, ' ') + "f(x)\nf(1)"),
              HasSubstr("too deep"));
  std::string chain = "def f0(): return 1\n";
  for (int i = 1; i < 3000; ++i)
    chain += "def f" + std::to_string(i) + "(): return f" + std::to_string(i - 1) + "()\n";
  EXPECT_THAT(wrong_on_a_small_stack(chain + "tx = f2999()"), HasSubstr("too deep"));
  EXPECT_THAT(wrong_on_a_small_stack("def f(x: " + repeated("[", 63) + repeated("]", 63) +
                                     " = y): pass\ntx = f"),
              HasSubstr("'y' is not bound"));
  EXPECT_THAT(wrong_on_a_small_stack("x: " + std::string(500'000, 'a') + " = y"),
              HasSubstr("'y' is not bound"));
  EXPECT_THAT(wrong_on_a_small_stack("tx = " + repeated("1 | ", 90'000) + "1"),
              HasSubstr("more than"));
  EXPECT_THAT(wrong_on_a_small_stack("import re\nx = re.search('" + repeated("(", 500) + "a" +
                                     repeated(")", 500) + "', 'a')\ntx = x"),
              HasSubstr("recipe: line"));
  EXPECT_THAT(wrong_on_a_small_stack(repeated("lambda:", 10'000) + "2"), HasSubstr("too deep"));
  EXPECT_THAT(wrong_on_a_small_stack("tx = " + repeated("[", 64) + repeated("lambda:", 90) + "1" +
                                     repeated("]", 64)),
              HasSubstr("recipe: line"));
  const std::string inner = repeated("lambda:", 90) + repeated("(", 16) + "1" + repeated(")", 16);
  EXPECT_THAT(wrong_on_a_small_stack("tx = f\"\"\"{" + repeated("(", 15) + "f'{" + inner + "}'" +
                                     repeated(")", 15) + "}\"\"\""),
              HasSubstr("recipe: line"));
}

}  // namespace
