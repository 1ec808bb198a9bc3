// Loops, sets, `:=`, annotations and names that are missing: what is wrong, and where.

#include <gmock/gmock.h>

#include <string>

#include "optaxx/optaxx.hpp"
#include "recipe/evaluated.hpp"

namespace {

using namespace optaxx;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

void says(const std::string& text, const std::string& expected) {
  EXPECT_THAT(evaluated(text), HasSubstr(expected)) << text;
}

TEST(recipe_loops, say_what_is_wrong) {
  says("for x in 3:\n  pass", "line 1, column 10: expected a list, got 3");
  says("for a, b in [1]:\n  pass", "line 1, column 5: expected a list, got 1");
  says("for a, b in [(1, 2, 3)]:\n  pass", "line 1, column 5: 2 names for the tuple (1, 2, 3)");
  says("for x in [1]:\nresult = x", "line 2, column 1: an indented block is missing here");
  says("for x [1]:\n  pass", "line 1, column 7: unexpected '['");
  says("for x in [1]\n  pass", "line 1, column 13: the line ends too early");
  says("for 3 in [1]:\n  pass", "line 1, column 5: unexpected '3'");
  says("break", "line 1, column 1: 'break' outside of a loop");
  says("if True: continue", "line 1, column 10: 'continue' outside of a loop");
  says("for x in [1]:\n  def f():\n    break", "line 3, column 5: 'break' outside of a loop");
  says("for x in [1]:\n  pass\nelse:\n  continue",
       "line 4, column 3: 'continue' outside of a loop");
  says("for x in [1]:\n  pass\nelif x:\n  pass",
       "line 3, column 1: there is no 'if' in front of this");
  for (const char* other : {"while True:\n  pass", "with x as y:\n  pass", "try:\n  pass",
                            "async def f():\n  pass", "global x", "yield 1"}) {
    const std::string word = std::string(other).substr(0, std::string(other).find_first_of(" :"));
    says(other, "line 1, column 1: '" + word + "' is not a part of the recipe language");
  }
}

TEST(recipe_loops, refuse_what_changes_while_they_go_through_it) {
  const std::string changes = "what is gone through changes meanwhile";
  says("a = [1]\nfor x in a:\n  a.append(x)", "line 2, column 1: " + changes);
  says("d = {'a': 1}\nfor k in d:\n  d['b'] = 1", changes);
  says("d = {'a': 1, 'b': 2}\nfor k, v in d.items():\n  d.pop('b')", changes);
  says("a = [1, 2]\nfor i, x in enumerate(a):\n  a.insert(0, x)", changes);
  says("a = [1, 2]\nfor x, y in zip('ab', a):\n  a.append(y)", changes);
  says("s = {1}\nfor x in s:\n  s |= {2}", changes);
  says("a = [1, [2], 3]\nfor x in a:\n  a[2] = [4, 5]\n  a.pop()", changes);
  says("d = {'a': 1}\nfor k in d:\n  d.pop('a')\n  d['b'] = 1", changes);
  says("a = [1, 2]\nfor x in a:\n  a.append(x)\n  break\nresult = a", "[1, 2, 1]");
}

TEST(recipe_loops, bind_no_name_again_that_a_function_of_the_optimizer_uses) {
  says("import optax\nfor i in range(2):\n  tx = optax.sgd(lambda step: i * step)",
       "line 2, column 5: 'i' is bound again behind a function that uses it");
}

TEST(recipe_sets, say_what_is_wrong) {
  says("result = {[1]}",
       "line 1, column 10: a set holds strings, numbers, None, dtypes and tuples");
  says("result = {x for x in [{}]}", "line 1, column 11: a set holds strings");
  says("result = set([(1, [2])])", "a set holds strings");
  says("s = {1}\ns.add([])", "line 2, column 7: a set holds strings");
  says("result = {1}[0]", "the set {1} has no items");
  says("result = {1} + {2}", "'+' of the set {1} and the set {2}");
  says("result = {1} | [2]", "'|' of the set {1} and the list [2]");
  says("result = {1: 2, 3}", "a dict has a value for each key");
  says("result = {{1}: 2}", "a dict's key must be a string, a number, a bool or a tuple of these");
  says("s = {1}\ndef f(x=s):\n  return x\ns |= {2}",
       "what a function, default or binding holds cannot change");
}

TEST(recipe_bits, are_those_of_ints_bools_sets_and_dicts) {
  says("result = 1.5 | 2", "column 14: '|' of 1.5 and 2");
  says("result = 'a' & 'b'", "'&' of the string 'a' and the string 'b'");
  says("result = {} | [1]", "'|' of the dict {} and the list [1]");
  says("result = {} & {}", "'&' of the dict {} and the dict {}");
  says("result = jnp.float32(1) | 2", "'|' of floats");
  says("d = {}\nd |= [1]", "line 2, column 3: expected a list, got 1");
  says("d = {}\nd |= [(1, 2, 3)]", "line 2, column 3: expected pairs, got the tuple (1, 2, 3)");
  says("def f(x={}):\n  x |= {'a': 1}\nf()",
       "line 2, column 5: what a function, default or binding holds cannot change");
}

TEST(recipe_named_expressions, stand_in_brackets_and_conditions) {
  says("x := 1", "line 1, column 4: unexpected '='");
  says("result = x := 1", "line 1, column 13: unexpected '='");
  says("f(x.y := 1)", "unexpected ':'");
  says("[(a, b) := 1]", "unexpected ':'");
  says("import optax\nx = 1\ntx = optax.sgd(lambda step: x * step)\nif (x := 2) > 1:\n  pass",
       "line 4, column 5: 'x' is bound again behind a function that uses it");
}

TEST(recipe_order, is_that_of_python) {
  says("result = [1] < (1,)", "'<' of the list [1] and the tuple (1,)");
  says("result = [1, 'a'] < [1, 2]", "'<' of the string 'a' and 2");
  says("a = [1, 'b']\na.sort()", "line 2, column 3: '<' of the string 'b' and 1");
  says("a = (2, 1)\na.sort()", "a tuple cannot be changed");
  says("a = [1]\na.sort(keys=len)", "sort has no argument 'keys' (did you mean 'key'?)");
  says("sorted([1, 2], key=lambda x: y)", "column 30: the name 'y' is not bound");
}

TEST(recipe_annotations, end_where_those_of_python_end) {
  says("def f(x: ) -> int:\n  return x", "line 1, column 10: unexpected ')'");
  says("x: = 3", "line 1, column 4: unexpected '='");
  says("x: int 3 = 4 5", "line 1, column 14: unexpected '5'");
  says("def f(x: tuple[int, ...] = y):\n  return x",
       "line 1, column 28: the name 'y' is not bound");
  says("1: int", "line 1, column 2: unexpected ':'");
  says("def f(x) -> Dict[str, Any]: return x\nresult = f(3)", "3");
}

TEST(recipe_missing_names, are_named_all_at_once_where_they_are_needed_in_any_case) {
  says("a = b\nc = d if e else f\nfor x in g:\n  h\nassert i, j",
       "the names 'b', 'e', 'g' and 'i'");
  says("def f(x=a):\n  return b + x\nc = f(d)", "line 1, column 9: the names 'a', 'b' and 'd'");
  says("def f():\n  if a:\n    return b\n  return c\nd = f()", "line 2, column 6: the name 'a'");
  says("def f():\n  return g()\ndef g():\n  return a\nb = f()", "line 4, column 10: the name 'a'");
  says("a = [b for c in d if e]\nf = {g for g in h}", "the names 'd' and 'h'");
  says("a = b and c\nd = e < f < g", "the names 'b', 'e' and 'f'");
  says("from optax import sgd\ntx = sgd(lambda step: a * step)", "column 23: the name 'a'");
  says("from optax import masked as m\ntx = m(a, lambda p: jax.tree.map(lambda x: b, p))",
       "the names 'a' and 'b' are not bound");
  says("if (x := a):\n  pass\nb = x", "line 1, column 10: the name 'a'");
  says("a.b = 1\nc[d] = 2", "the names 'a', 'c' and 'd'");
}

TEST(recipe_missing_names, are_named_where_they_are_reached) {
  says("if True:\n  a = b", "line 2, column 7: the name 'b' is not bound");
  says("for x in [1]:\n  a = x\n  b = c", "line 3, column 7: the name 'c' is not bound");
  says("makers = {'a': lambda: b}\nresult = makers['a']()", "line 1, column 24: the name 'b'");
  says("a = 1\nif a == 2:\n  b = 3\nresult = b", "line 4, column 10: the name 'b' is not bound");
  says("result = [a for x in [1]]", "column 11: the name 'a'");
  says("from flax.training import train_state\nfrom jax import image\nresult = image.resize(0)",
       "line 3, column 10: the name 'image' is not bound: jax.image is not known here");
  says("import haiku as hk\nresult = hk.Linear(3)",
       "line 2, column 10: the name 'hk' is not bound: haiku is not known here");
  const auto wrong = [](const std::string& text) {
    try {
      recipe(text);
    } catch (const format_error& e) {
      return std::string(e.what());
    }
    return std::string("nothing is wrong");
  };
  // A function that the optimizer will call is looked at when it is given to it.
  EXPECT_THAT(wrong("f = lambda step: a + b(step)\ntx = optax.chain(optax.sgd(f))"),
              HasSubstr("line 1, column 18: the names 'a' and 'b' are not bound"));
  EXPECT_THAT(wrong("import functools\nf = lambda step, k: a * k\n"
                    "tx = optax.sgd(functools.partial(f, k=1))"),
              HasSubstr("line 2, column 21: the name 'a' is not bound"));
  EXPECT_EQ(wrong("def f(step):\n  if step is None:\n    return nothing\n  return 0.1\n"
                  "tx = optax.sgd(f)"),
            "nothing is wrong");
}

TEST(recipe_telling, looks_at_no_arguments) {
  says("print(not_there, 1 / 0)\nresult = 1", "1");
  says("import logging\nlogging.info('%s', jax.devices()[0].kind)\nresult = 2", "2");
  says("from absl import app, logging\nlogging.warning(f'{not_there.x:>10}')\nresult = 3", "3");
  says("import absl.logging\nabsl.logging.log_first_n(absl.logging.INFO, 'x', 3)\nresult = 4", "4");
  says("logger.debug(not_there)\nresult = 5", "5");
  says("log = logging.getLogger(__name__)\nlog.error(not_there)\nresult = 6", "6");
  says("result = print(1)", "None");
  says("result = list(map(print, [1, 2]))", "[None, None]");
  says("info = lambda x: x\nresult = info(not_there)", "the name 'not_there' is not bound");
  says("print = len\nresult = print(not_there)", "the name 'not_there' is not bound");
  says("logging.infos('a')", "logging has no 'infos' here (did you mean 'info'?)");
}

TEST(recipe_attributes, are_asked_for) {
  says("result = getattr(optax, 'adamm')(1)",
       "column 25: optax has no 'adamm' here (did you mean 'adam'?)");
  says("result = getattr('a', 3)", "getattr: name must be a string, got 3");
  says("result = getattr('a', 'b')", "the string 'a' has no 'b' here");
  says("result = [hasattr(optax, 'adam'), hasattr(optax, 'adamm'), hasattr(jax, 'tree')]",
       "[True, False, True]");
  says(
      "result = [callable(optax.adam), callable(optax.adam(1)), "
      "callable(optax.constant_schedule(1)), "
      "callable(jnp.float32), callable(optax)]",
      "[True, False, True, True, False]");
  says("result = getattr(optax, 'sgd') == 1 or hasattr(jnp.array([1, 2]), 'ndim')", "True");
}

TEST(recipe_statements, refuse_a_decorator_that_would_do_something) {
  says("@optax.inject_hyperparams\ndef f(rate):\n  return optax.adam(rate)\nresult = f(0.1)",
       "line 1, column 1: a decorator of optax is not applied: write f = decorator(f)");
}

}  // namespace
