// The Python of recipes against CPython: the texts of tests/golden/python_expressions.py.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "recipe/interpreter.hpp"
#include "recipe/modules.hpp"
#include "recipe/source.hpp"

namespace {

using namespace optaxx::recipes;

std::string value_of_text(const std::string& text) {
  global_names names;
  for (const std::string& name : root_names()) names.emplace(name, *find_known(name));
  try {
    interpreter in(parse(text), std::move(names));
    return repr(in.run({{"result"}, [](const value&) { return false; }}));
  } catch (const fault& f) {
    return complaint(text, f).what();
  }
}

TEST(recipe_language, has_the_values_of_python) {
  std::ifstream file(OPTAXX_TEST_DATA_DIR "/golden/python_expressions.json");
  const auto rows = nlohmann::json::parse(file);
  ASSERT_GT(rows.size(), 150U);
  for (const auto& row : rows)
    EXPECT_EQ(value_of_text(row[0]), row[1].get<std::string>()) << row[0].get<std::string>();
}

TEST(recipe_language, says_where_indentation_is_wrong) {
  const auto begins = [](const std::string& text, const std::string& expected) {
    EXPECT_EQ(value_of_text(text).substr(0, expected.size()), expected) << text;
  };
  begins("x = 1\ny = 2\n  z = 3",
         "recipe: line 3, column 3: this line is indented and opens no block");
  begins("\nx = 1\n  y = 2", "recipe: line 3, column 3: this line is indented and opens no block");
  begins("x = 1\n  y = 2\nz = 3",
         "recipe: line 3, column 1: this line is indented less than the first one");
  begins("def f(x):\nreturn x", "recipe: line 2, column 1: an indented block is missing here");
  begins("def f(x):\n    y = x\n  return y",
         "recipe: line 3, column 3: the indentation fits no block");
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
  EXPECT_EQ(value_of_text(R"(x = 1
                             def f(y):
                               return x + y
                             result = f(2))"),
            "3");
  EXPECT_EQ(value_of_text("def f(y):\n  return y\nresult = f(2)"), "2");
}

TEST(recipe_language, has_the_scopes_of_python) {
  const auto ends = [](const std::string& text, const std::string& expected) {
    EXPECT_NE(value_of_text(text).find(expected), std::string::npos) << value_of_text(text);
  };
  ends("x = 1\ndef f():\n  y = x\n  x = 2\n  return y\nresult = f()",
       "line 3, column 7: 'x' has no value yet");
  ends("def f():\n  y = 2\n  return y\nf()\nresult = y",
       "line 5, column 10: the name 'y' is not bound");
  ends("z = [x for x in range(3)]\nresult = x", "the name 'x' is not bound");
  ends("def f(a, b):\n  return c + d\nresult = f(e, 1)",
       "the names 'c', 'd' and 'e' are not bound");
  ends("def f(a, b=1):\n  return a\nresult = f()", "column 10: 'f' needs the argument 'a'");
  ends("def f(a):\n  return a\nresult = f(1, 2)", "'f' takes 1 arguments");
  ends("def f(rate):\n  return rate\nresult = f(rat=1)",
       "'f' has no parameter 'rat' (did you mean 'rate'?)");
}

TEST(recipe_language, stays_within_its_limits) {
  const auto ends = [](const std::string& text, const std::string& expected) {
    EXPECT_NE(value_of_text(text).find(expected), std::string::npos) << value_of_text(text);
  };
  ends("result = range(10**9)", "too many for a recipe");
  ends("result = [1] * 10**9", "the list is too long");
  ends("result = 'a' * 10**9", "the string is too long");
  ends("result = [x for x in range(1000) for y in range(1000)]", "too large");
  ends("result = [[y for y in range(1000)] for x in range(1000)]", "too large");
  ends("def f(x):\n  return f(x)\nresult = f(1)", "too deep");
  ends("result = any(x == -1 for x in range(9999) for y in range(9999))", "too large");
  ends(
      "import functools\nf = 1\n" +
          [] {
            std::string text;
            for (int i = 0; i < 300; ++i) text += "f = functools.partial(f)\n";
            return text;
          }() +
          "result = f()",
      "too large");
  ends("import re\nresult = bool(re.search('(a*)*b', 'a' * 50000))", "False");
  ends("import re\nresult = re.search('a{900}b', 'a' * 90000)", "more work");
  ends("import re\nresult = re.search('(((a{999}){999}){999})', 'a')", "it is too long");
  ends(
      "x = 'a'\n" +
          [] {
            std::string text;
            for (int i = 0; i < 60; ++i) text += "x += x\n";
            return text;
          }() +
          "result = x",
      "too large");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "if 1:\n";
  ends(deep + std::string(40, ' ') + "x = 1", "more than 32 blocks in one another");
}

}  // namespace
