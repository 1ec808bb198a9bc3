// Patterns against CPython's re and fnmatch: the table of tests/golden/python_patterns.py.
#include "recipe/values/regex.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "recipe/evaluated.hpp"
#include "recipe/text/letters.hpp"

namespace {

using optaxx::recipes::pattern;
using optaxx::recipes::regex;
using optaxx::recipes::regex_flags;

const nlohmann::json& table() {
  static const nlohmann::json t = [] {
    std::ifstream file(OPTAXX_TEST_DATA_DIR "/golden/python_patterns.json");
    return nlohmann::json::parse(file);
  }();
  return t;
}

// Whether it matches is the text's bit.
void expect_matches(const regex& r, pattern::where where, const std::string& bits,
                    const std::string& name) {
  const auto& texts = table().at("texts");
  ASSERT_EQ(bits.size(), (texts.size() + 3) / 4);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const int digit = std::stoi(bits.substr(i / 4, 1), nullptr, 16);
    const bool expected = (digit >> (3 - i % 4) & 1) != 0;
    EXPECT_EQ(r.matches(texts[i].get<std::string>(), where), expected)
        << name << " in " << texts[i];
  }
}

TEST(recipe_regex, finds_what_python_finds) {
  const auto& rows = table().at("patterns");
  ASSERT_GT(rows.size(), 400U);
  for (const auto& row : rows) {
    const int bits = row[1];
    const regex_flags flags{(bits & 2) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 256) != 0};
    const std::string text = row[0];
    const regex r(text, flags);
    expect_matches(r, pattern::where::anywhere, row[2], "search " + text);
    expect_matches(r, pattern::where::beginning, row[3], "match " + text);
    expect_matches(r, pattern::where::whole, row[4], "fullmatch " + text);
  }
}

TEST(recipe_regex, refuses_what_python_refuses) {
  for (const auto& text : table().at("refused"))
    EXPECT_THROW(regex(text.get<std::string>()), std::invalid_argument) << text;
}

TEST(recipe_regex, knows_the_letters_of_python) {
  const std::string all = table().at("letters");
  const std::u32string letters = optaxx::recipes::code_points(all);
  for (const auto& row : table().at("same_letters")) {
    const std::string text = row[0];
    const std::string found = row[1];
    const std::u32string expected = optaxx::recipes::code_points(found);
    const regex r(text);
    std::size_t begin = 0;
    for (const char32_t c : letters) {
      const std::size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      EXPECT_EQ(r.matches(all.substr(begin, length), pattern::where::whole),
                expected.find(c) != expected.npos)
          << text << " and " << static_cast<std::uint32_t>(c);
      begin += length;
    }
  }
}

TEST(recipe_fnmatch, finds_what_python_finds) {
  ASSERT_GT(table().at("globs").size(), 80U);
  for (const auto& row : table().at("globs")) {
    const std::string text = row[0];
    expect_matches(regex::of_glob(text), pattern::where::whole, row[1], "fnmatch " + text);
  }
}

TEST(recipe_regex, takes_flags) {
  EXPECT_EQ(evaluated("import re\nresult = bool(re.search('BIAS', 'a/bias', re.IGNORECASE))"),
            "True");
  EXPECT_EQ(evaluated("import re\nresult = bool(re.compile('É', flags=re.I).match('é'))"), "True");
  EXPECT_EQ(evaluated("import re\nresult = bool(re.fullmatch('A.b', 'a\\nB', re.I + re.S))"),
            "True");
  EXPECT_NE(
      evaluated("import re\nresult = re.search('a', 'a', 64)").find("must be of re.IGNORECASE"),
      std::string::npos);
}

TEST(recipe_fnmatch, filters) {
  EXPECT_EQ(evaluated("import fnmatch\nresult = fnmatch.filter(['a/b', 'c', 'é/b'], '?/b')"),
            "['a/b', 'é/b']");
}

TEST(recipe_regex, says_at_which_letter_a_pattern_goes_wrong) {
  EXPECT_NE(evaluated("import re\nresult = re.search('éé[z-a]', 'a')")
                .find("the pattern 'éé[z-a]' at letter 7: the range is upside down"),
            std::string::npos);
  EXPECT_NE(evaluated("import re\nresult = re.search(r'(a)\\1', 'a')").find("references to groups"),
            std::string::npos);
}

// What is no UTF-8 is a letter that only `.` and the like know.
TEST(recipe_regex, survives_bytes_that_are_no_letters) {
  const std::string text =
      "a\xff"
      "b\xc3";
  EXPECT_TRUE(regex("a.b.").matches(text, pattern::where::whole));
  EXPECT_FALSE(regex("a\\wb").matches(text, pattern::where::beginning));
  EXPECT_TRUE(regex("a\xff").matches(text, pattern::where::beginning));
  EXPECT_FALSE(regex("é").matches("\xc3", pattern::where::anywhere));
}

}  // namespace
