#include <gtest/gtest.h>

#include <string>

#include "optaxx/core/tree_structure.hpp"

namespace {

bool matches(const char* pattern, const std::string& path) {
  return optaxx::path_glob(pattern).matches(path);
}

TEST(path_glob, without_wildcards_is_the_path_itself) {
  EXPECT_TRUE(matches("dense/w", "dense/w"));
  EXPECT_FALSE(matches("dense/w", "dense/ww"));
  EXPECT_FALSE(matches("dense/w", "dense"));
  EXPECT_FALSE(matches("dense", "dense/w"));
  EXPECT_FALSE(matches("w", "dense/w"));
}

TEST(path_glob, star_is_any_part_of_one_key) {
  EXPECT_TRUE(matches("layer*/w", "layer12/w"));
  EXPECT_TRUE(matches("layer*/w", "layer/w"));
  EXPECT_TRUE(matches("*/w", "dense/w"));
  EXPECT_TRUE(matches("l*y*r", "layer"));
  EXPECT_TRUE(matches("*", "w"));
  EXPECT_TRUE(matches("a/*", "a/"));
  EXPECT_FALSE(matches("*", "dense/w"));
  EXPECT_FALSE(matches("layer*/w", "layer/12/w"));
  EXPECT_FALSE(matches("l*y*r", "lry"));
}

TEST(path_glob, two_stars_are_any_number_of_keys) {
  EXPECT_TRUE(matches("**/w", "w"));
  EXPECT_TRUE(matches("**/w", "dense/w"));
  EXPECT_TRUE(matches("**/w", "0/mu/dense/w"));
  EXPECT_TRUE(matches("head/**", "head"));
  EXPECT_TRUE(matches("head/**", "head/a/b"));
  EXPECT_TRUE(matches("a/**/z", "a/z"));
  EXPECT_TRUE(matches("a/**/m/**/z", "a/m/b/m/c/z"));
  EXPECT_TRUE(matches("**/b*/**", "a/bc/d"));
  EXPECT_FALSE(matches("**/w", "dense/bw"));
  EXPECT_FALSE(matches("head/**", "header"));
  EXPECT_FALSE(matches("a/**/m/**/z", "a/b/c/z"));
}

TEST(path_glob, two_stars_match_the_root_and_one_does_not) {
  EXPECT_TRUE(matches("**", ""));
  EXPECT_FALSE(matches("*", ""));
}

TEST(path_glob, is_fast_on_patterns_that_lead_astray) {
  std::string path = "a";
  std::string pattern = "**";
  for (int i = 0; i < 2000; ++i) path += "/a";
  for (int i = 0; i < 30; ++i) pattern += "/a*a*/**";
  EXPECT_FALSE(matches((pattern + "/b").c_str(), path));
  EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*a*a*b", std::string(20000, 'a')));
}

}  // namespace
