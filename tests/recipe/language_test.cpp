// The Python of recipes against CPython: the texts of tests/golden/python_expressions.py and
// python_statements.py.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "recipe/evaluated.hpp"
#include "recipe/values/format.hpp"

namespace {

void says(const std::string& text, const std::string& expected) {
  const std::string said = evaluated(text);
  EXPECT_NE(said.find(expected), std::string::npos) << said;
}

void has_the_values_of_python(const std::string& name) {
  std::ifstream file(OPTAXX_TEST_DATA_DIR "/golden/" + name + ".json");
  const auto rows = nlohmann::json::parse(file);
  ASSERT_GT(rows.size(), 150U);
  for (const auto& row : rows)
    EXPECT_EQ(evaluated(row[0]), row[1].get<std::string>()) << row[0].get<std::string>();
}

TEST(recipe_language, has_the_values_of_python) { has_the_values_of_python("python_expressions"); }

TEST(recipe_language, has_the_loops_and_sets_of_python) {
  has_the_values_of_python("python_statements");
}

// Every value in every format of tests/golden/python_expressions.py.
TEST(recipe_language, formats_as_python_does) {
  std::ifstream file(OPTAXX_TEST_DATA_DIR "/golden/python_formats.json");
  const auto table = nlohmann::json::parse(file);
  const std::vector<std::string> formats = table.at("formats");
  ASSERT_GT(formats.size(), 90U);
  for (const auto& [expression, expected] : table.at("values").items()) {
    ASSERT_EQ(expected.size(), formats.size());
    for (std::size_t i = 0; i < formats.size(); ++i) {
      const std::string said = evaluated("result = f'{" + expression + ":" + formats[i] + "}'");
      const bool refused = said.find("' is not supported for ") != said.npos;
      const std::string wanted = expected[i].is_null() ? "refused" : expected[i].get<std::string>();
      EXPECT_EQ(refused ? "refused" : said, wanted) << expression << " in " << formats[i];
    }
  }
}

TEST(recipe_language, joins_string_literals_across_lines_and_comments) {
  EXPECT_EQ(evaluated("result = ('a'  # for r\"x'\r\n  'b\\n' \\\n f'{1}' # f\n)"), "'ab\\n1'");
}

TEST(recipe_language, says_where_indentation_is_wrong) {
  const auto begins = [](const std::string& text, const std::string& expected) {
    EXPECT_EQ(evaluated(text).substr(0, expected.size()), expected) << text;
  };
  begins("x = 1\ny = 2\n  z = 3",
         "recipe: line 3, column 3: this line is indented and opens no block");
  begins("\nx = 1\n  y = 2", "recipe: line 3, column 3: this line is indented and opens no block");
  begins("x = 1\n  y = 2\nz = 3",
         "recipe: line 2, column 3: this line is indented and opens no block");
  begins("def f(x):\nreturn x", "recipe: line 2, column 1: an indented block is missing here");
  begins("\ndef f(x):\n    y = x\n  return y",
         "recipe: line 4, column 3: the indentation fits no block");
  begins("def f(x):\n\treturn x\n        y = 1",
         "recipe: line 3, column 9: tabs and spaces are mixed");
  begins("  x = 1\ny = 2",
         "recipe: line 2, column 1: this line is indented less than the first one");
  begins("else:\n  x = 1", "recipe: line 1, column 1: there is no 'if' in front of this");
  begins("if 1:", "recipe: line 1, column 6: an indented block is missing here");
  begins("return 1", "recipe: line 1, column 1: 'return' outside of a function");
  begins("def f(x):\r\n    # one\r\n\r\n    y = z\r\n    return y\r\nresult = f(1)",
         "recipe: line 4, column 9: the name 'z' is not bound");
}

TEST(recipe_language,
     takes_the_margin_of_the_second_line_behind_a_first_one_at_the_very_beginning) {
  EXPECT_EQ(evaluated(R"(x = 1
                             def f(y):
                               return x + y
                             result = f(2))"),
            "3");
  EXPECT_EQ(evaluated("def f(y):\n  return y\nresult = f(2)"), "2");
}

TEST(recipe_language, takes_the_margin_of_the_lines_below_where_blocks_go_on_at_it) {
  EXPECT_EQ(evaluated(R"(if 1 > 2:
                               x = 1
                             elif 1 > 3:
                               x = 2
                             else:
                               x = 3
                             result = x)"),
            "3");
  EXPECT_EQ(evaluated(R"(def f(y):
                               return y
                             result = f(2))"),
            "2");
  EXPECT_EQ(evaluated(R"(@staticmethod
                             def f(y):
                               return y
                             result = f(2))"),
            "2");
  EXPECT_EQ(evaluated("if 1:\n  result = 4"), "4");
}

TEST(recipe_language, raises_with_the_place_and_the_message) {
  says("name = 'sgd'\nif True:\n  raise ValueError(f'no optimizer {name!r}')",
       "recipe: line 3, column 3: ValueError: no optimizer 'sgd'\n");
  says("raise NotImplementedError", "line 1, column 1: NotImplementedError\n");
  says("raise KeyError('a') from None", "line 1, column 1: KeyError: a\n");
  says("raise", "line 1, column 1: there is no exception to raise again");
  says("raise 'text'", "expected an exception, got the string 'text'");
  says("x = 1\nassert x > 1, f'{x} is too small'",
       "line 2, column 1: AssertionError: 1 is too small\n");
  says("assert []", "line 1, column 1: AssertionError\n");
  says("def f():\n  raise TypeError('a', 2)\nresult = f()", "line 2, column 3: TypeError: a, 2\n");
}

TEST(recipe_language, says_what_is_wrong_with_an_f_string) {
  says("result = f'{x}'", "column 13: the name 'x' is not bound");
  says("result = f'a}'", "column 13: a single '}' in an f-string");
  says("result = f'{1'", "column 12: '{' is never closed in this f-string");
  says("result = f'{}'", "column 12: an empty field");
  says("result = f'{ !r}'", "column 12: an empty field");
  says("result = f'{1!x}'", "column 15: the conversions of an f-string are !r, !s and !a");
  says("result = f'{1 2}'", "column 15: unexpected '2'");
  says("result = f'{1:{2:{3}}}'", "too many fields in one another");
  says("result = f'{1:n}'", "the format 'n' is not supported for 1");
  says("result = f'{\"a\":d}'", "the format 'd' is not supported for the string 'a'");
  says("result = f'{1.5:d}'", "the format 'd' is not supported for 1.5");
  says("result = f'{None:3}'", "the format '3' is not supported for None");
  says("result = f'{1:99999999999}'", "is not supported for 1");
  says("result = 1 if True else f'{1:n}'", "1");
}

TEST(recipe_language, refuses_changes_where_they_would_not_be_those_of_python) {
  const std::string held = "what a function, default or binding holds cannot change";
  says("def f(x=[]):\n  x.append(1)\n  return x\nf()", "line 2, column 12: " + held);
  says("import functools\na = []\nf = functools.partial(len, a)\na.append(1)", held);
  says("a = []\nf = a.append\nf(1)", held);
  says("import optax\na = [1]\ntx = optax.sgd(lambda step: a[0])\na[0] = 2", held);
  says("import optax\nd = {'a': [1]}\ntx = optax.sgd(lambda step: d['a'][0])\nd['a'].append(2)",
       held);
  says("a = []\na.append(a)", "line 2, column 10: this would be in itself");
  says("a = []\nb = {'a': (a,)}\na.append(b)", "this would be in itself");
  says("d = {}\nd['d'] = [d]", "this would be in itself");
  says("a = [1]\nresult = [a.append(x) for x in a]", "what is gone through changes meanwhile");
  says("a = (1,)\na[0] = 2", "an item of the tuple (1,) cannot be assigned");
  says("a = (1,)\na.append(2)", "a tuple cannot be changed");
  says("a = [1]\na[1] = 2", "there are 1 items, and no number 1");
  says("d = {}\nd[[1]] = 2", "a dict has no such key: the list [1]");
  says("d = {}\nd['a'] += 2", "the dict has no key 'a'");
  says("a = [1]\na[0:1] = [2]", "only names, items and attributes can be assigned here");
  says("a = [1]\na.b = 2", "an attribute of the list [1] cannot be assigned");
  says("x = 1\nx.append(2)", "1 has no 'append' here");
}

TEST(recipe_language, has_the_scopes_of_python) {
  says("x = 1\ndef f():\n  y = x\n  x = 2\n  return y\nresult = f()",
       "line 3, column 7: 'x' has no value here");
  says("def f():\n  y = 2\n  return y\nf()\nresult = y",
       "line 5, column 10: the name 'y' is not bound");
  says("z = [x for x in range(3)]\nresult = x", "the name 'x' is not bound");
  says("def f(a, b):\n  return c + d\nresult = f(e, 1)",
       "the names 'c', 'd' and 'e' are not bound");
  says("def f(a, b=1):\n  return a\nresult = f()", "column 10: 'f' needs the argument 'a'");
  says("def f(a):\n  return a\nresult = f(1, 2)", "'f' takes 1 arguments");
  says("def f(*args, **kwargs):\n  return args\nresult = f(1, a=2, **{'a': 3})",
       "'a' is given twice");
  says("def f(a, *args):\n  return a\nresult = f(1, 2, b=3)", "'f' has no parameter 'b'");
  says("def f(a, **kwargs):\n  return a\nresult = f(1, 2)", "'f' takes 1 arguments");
  says("def f(**kwargs, a):\n  return a", "line 1, column 17: a parameter behind that of '**'");
  says("def f(*a, *b):\n  return a", "line 1, column 12: a second '*'");
  says("f = lambda a, a: a", "column 15: the parameter 'a' is there twice");
  says("def f(rate):\n  return rate\nresult = f(rat=1)",
       "'f' has no parameter 'rat' (did you mean 'rate'?)");
}

TEST(recipe_language, stays_within_its_limits) {
  says("result = range(10**9)", "too many for a recipe");
  says("result = [1] * 10**9", "the list is too long");
  says("result = 'a' * 10**9", "the string is too long");
  says("result = [x for x in range(1000) for y in range(1000)]", "too large");
  says("result = [[y for y in range(1000)] for x in range(1000)]", "too large");
  says("def f(x):\n  return f(x)\nresult = f(1)", "too deep");
  says("result = any(x == -1 for x in range(9999) for y in range(9999))", "too large");
  says(
      "import functools\nf = 1\n" +
          [] {
            std::string text;
            for (int i = 0; i < 300; ++i) text += "f = functools.partial(f)\n";
            return text;
          }() +
          "result = f()",
      "too large");
  says("import re\nresult = bool(re.search('(a*)*b', 'a' * 50000))", "False");
  says("import re\nresult = re.search('a{900}b', 'a' * 90000)", "more work");
  says("import re\nresult = re.search('(((a{999}){999}){999})', 'a')", "it is too long");
  says(
      "x = 'a'\n" +
          [] {
            std::string text;
            for (int i = 0; i < 60; ++i) text += "x += x\n";
            return text;
          }() +
          "result = x",
      "too large");
  says("a = [0]\n[a.append(i) for i in range(99999)]\n[a.append(i) for i in range(99999)]",
       "too large");
  says("a = []\nb = [[a] * 200] * 200\n[a.append(i) for i in range(99)]", "too large");
  says(
      "a = []\n" +
          [] {
            std::string text;
            for (int i = 0; i < 200; ++i) text += "a = [a]\n";
            return text;
          }(),
      "too large");
  says("a = []\nb = a\n[[b.append([]), (b := 1)] for i in range(3)]", "1 has no 'append' here");
  says("a = [[]]\nf = lambda x: [x[0].append([]), f(x[0])]\nf(a)", "too");
  says("a = ['a' * 99999]\n[a.append(a[0]) for i in range(999)]", "too large");
  says("d = {}\n[d.update({i: i}) for i in range(99999)]", "more work");
  says("a = []\nt = [(a, i) for i in range(15000)]\na.append(1)\na.append(2)\nresult = len(a)",
       "2");
  says("x = 'a' * 9999\nresult = f'{x}{x}{x}{x}{x}{x}' * 99", "too l");
  says("result = f'{1:9999}' f'{1:9999}'", "'    ");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "if 1:\n";
  says(deep + std::string(40, ' ') + "x = 1", "more than 32 blocks in one another");
}

}  // namespace
