#include "optaxx/core/mask.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree_map.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

tree params() {
  return {{"body", {{"w", 1.0F}, {"b", 2.0F}}}, {"head", {{"w", 3.0F}, {"b", 4.0F}}}};
}

TEST(leaf_mask, without_anything_is_all) {
  EXPECT_TRUE(leaf_mask().empty());
  EXPECT_EQ(leaf_mask().of(params()), mask_tree(true));
  EXPECT_EQ(leaf_mask().text(), "None");
}

TEST(leaf_mask, is_a_tree_of_booleans) {
  const mask_tree prefix{{"body", false}, {"head", {{"w", true}, {"b", false}}}};
  EXPECT_EQ(leaf_mask(prefix).of(params()), prefix);
  EXPECT_EQ(leaf_mask(prefix).text(), "{'body': False, 'head': {'b': False, 'w': True}}");
  EXPECT_EQ(leaf_mask(false).of(params()), mask_tree(false));
  EXPECT_EQ(leaf_mask(false).text(), "False");
  EXPECT_FALSE(leaf_mask(false).empty());
}

TEST(leaf_mask, is_a_set_of_paths) {
  EXPECT_EQ(
      leaf_mask(paths("**/w")).of(params()),
      (mask_tree{{"body", {{"w", true}, {"b", false}}}, {"head", {{"w", true}, {"b", false}}}}));
  EXPECT_EQ(
      leaf_mask(paths("head/**", std::string("body/b"))).of(params()),
      (mask_tree{{"body", {{"w", false}, {"b", true}}}, {"head", {{"w", true}, {"b", true}}}}));
  EXPECT_EQ(leaf_mask(paths("**/w", "head/*")).text(), "optaxx.paths('**/w', 'head/*')");
}

TEST(leaf_mask, is_a_function_of_the_parameters) {
  const leaf_mask mask = [](const tree& p) {
    return tree_map([](const array& a) { return a.item() > 2; }, p);
  };
  EXPECT_EQ(mask.of(params()), (mask_tree{{"body", {{"w", false}, {"b", false}}},
                                          {"head", {{"w", true}, {"b", true}}}}));
  EXPECT_EQ(mask.text(), "mask");
}

TEST(leaf_mask, refuses_a_pattern_that_selects_nothing) {
  EXPECT_THAT(
      ([] { leaf_mask(paths("**/w", "**/bias")).of(params()); }),
      ThrowsMessage<tree_mismatch>("paths: the pattern '**/bias' matches no leaf; the tree has "
                                   "'body/b', 'body/w', 'head/b', 'head/w'"));
}

TEST(leaf_mask, has_nothing_to_select_in_a_tree_without_leaves) {
  const tree none_left = tree::dict({{"w", tree::named_struct("MaskedNode", {})}});
  EXPECT_EQ(leaf_mask(paths("**/w")).of(none_left).leaves().size(), 0U);
}

static_assert(!std::is_constructible_v<leaf_mask, const char*> &&
              !std::is_constructible_v<leaf_mask, int>);
static_assert(!std::is_constructible_v<leaf_mask, tree>);

TEST(leaf_labels, is_a_tree_of_strings) {
  const label_tree labels{{"body", "slow"}, {"head", "fast"}};
  EXPECT_EQ(leaf_labels(labels).of(params()), labels);
  EXPECT_EQ(leaf_labels(labels).text(), "{'body': 'slow', 'head': 'fast'}");
}

TEST(leaf_labels, is_a_tree_in_braces) {
  const leaf_labels labels = {{"body", "slow"}, {"head", {{"w", "fast"}, {"b", "slow"}}}};
  EXPECT_EQ(labels.text(), "{'body': 'slow', 'head': {'b': 'slow', 'w': 'fast'}}");
  const leaf_labels one = {{"w", "slow"}};
  EXPECT_EQ(one.text(), "{'w': 'slow'}");
}

TEST(leaf_labels, is_by_path_the_first_match) {
  const leaf_labels labels = path_labels({{"**/b", "no_decay"}, {"**", "decay"}});
  EXPECT_EQ(labels.of(params()), (label_tree{{"body", {{"w", "decay"}, {"b", "no_decay"}}},
                                             {"head", {{"w", "decay"}, {"b", "no_decay"}}}}));
  EXPECT_EQ(labels.text(), "optaxx.path_labels([('**/b', 'no_decay'), ('**', 'decay')])");
}

TEST(leaf_labels, refuses_leaves_without_label_and_patterns_without_leaf) {
  EXPECT_THAT(([] {
                path_labels({{"head/**", "a"}}).of(params());
              }),
              ThrowsMessage<tree_mismatch>("path_labels: no pattern matches the leaf 'body/b'"));
  EXPECT_THAT(([] {
                path_labels({{"tail/**", "a"}, {"**", "b"}}).of(params());
              }),
              ThrowsMessage<tree_mismatch>(testing::StartsWith(
                  "path_labels: the pattern 'tail/**' matches no leaf; the tree has 'body/b', ")));
}

TEST(leaf_labels, is_a_function_of_the_parameters) {
  const leaf_labels labels = [](const tree& p) {
    return tree_map([](const array& a) { return a.item() > 2 ? "high" : "low"; }, p);
  };
  EXPECT_EQ(labels.of(params())["head"]["w"].leaf(), "high");
  EXPECT_EQ(labels.text(), "labels");
}

}  // namespace
