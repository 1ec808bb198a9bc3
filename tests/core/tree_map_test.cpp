#include "optaxx/core/tree_map.hpp"

#include <gmock/gmock.h>

#include <string>

#include "optaxx/core/errors.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

const array x{1.0F, 2.0F};
const array y{3.0F};

tree dense() { return {{"dense", {{"w", x}, {"b", y}}}}; }

TEST(tree_map, keeps_the_structure) {
  const tree t = dense();
  const tree sizes = tree_map([](const array& a) { return static_cast<double>(a.size()); }, t);
  EXPECT_EQ(sizes, (tree{{"dense", {{"w", 2.0}, {"b", 1.0}}}}));
  const mask_tree large = tree_map([](const array& a) { return a.size() > 1; }, t);
  EXPECT_EQ(large, (mask_tree{{"dense", {{"w", true}, {"b", false}}}}));
  const label_tree names = tree_map([](bool b) { return b ? "large" : "small"; }, large);
  EXPECT_EQ(names, (label_tree{{"dense", {{"w", "large"}, {"b", "small"}}}}));
}

TEST(tree_map, takes_several_trees) {
  const tree t = dense();
  const mask_tree large{{"dense", {{"w", true}, {"b", false}}}};
  const label_tree names{{"dense", {{"w", "weight"}, {"b", "bias"}}}};
  const auto text = [](const array& a, bool is_large, const std::string& name) {
    return name + (is_large ? " is large: " : " is small: ") + std::to_string(a.size());
  };
  EXPECT_EQ(tree_map(text, t, large, names),
            (label_tree{{"dense", {{"w", "weight is large: 2"}, {"b", "bias is small: 1"}}}}));
  const auto larger = [](const array& a, const array& b) { return a.size() > b.size() ? a : b; };
  EXPECT_EQ(tree_map(larger, t, tree{{"dense", {{"w", y}, {"b", x}}}}),
            (tree{{"dense", {{"w", x}, {"b", x}}}}));
}

TEST(tree_map, names_the_first_difference_of_several_trees) {
  const auto first = [](const array& a, const auto&...) { return a; };
  const tree t = dense();
  EXPECT_THAT(([&] {
                tree_map(first, t, t, tree{{"dense", {{"w", x}}}});
              }),
              ThrowsMessage<tree_mismatch>(
                  "tree_map: tree 3['dense'] has {'w'}, tree 1['dense'] has {'b', 'w'}"));
  EXPECT_THAT(([&] {
                tree_map(first, t, mask_tree{{"dense", true}});
              }),
              ThrowsMessage<tree_mismatch>(
                  "tree_map: tree 2['dense'] is a leaf, tree 1['dense'] is a dict"));
}

TEST(tree_map_with_path, takes_several_trees) {
  const label_tree names{{"dense", {{"w", "kernel"}, {"b", "bias"}}}};
  const auto both = [](const std::string& path, const std::string& name, const array&) {
    return path + " " + name;
  };
  EXPECT_EQ(tree_map_with_path(both, names, dense()),
            (label_tree{{"dense", {{"w", "dense/w kernel"}, {"b", "dense/b bias"}}}}));
}

TEST(tree_map_with_path, shows_the_path_of_each_leaf) {
  const label_tree paths =
      tree_map_with_path([](const std::string& path, const array&) { return path; }, dense());
  EXPECT_EQ(paths, (label_tree{{"dense", {{"w", "dense/w"}, {"b", "dense/b"}}}}));
}

}  // namespace
