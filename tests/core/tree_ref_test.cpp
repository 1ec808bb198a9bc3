#include <gmock/gmock.h>

#include <string>

#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

const array x{1.0F, 2.0F};
const array y{3.0F};

tree dense() { return {{"dense", {{"w", x}, {"b", y}}}}; }

TEST(tree_ref, finds_children_by_key_position_and_path) {
  tree t = tuple(none, tree::named_struct("State", {{"count", y}, {"mu", dense()}}));
  EXPECT_EQ(t[1]["mu"]["dense"]["w"].leaf(), x);
  EXPECT_EQ(t[1][0].leaf(), y);
  EXPECT_EQ(t.at("1/mu/dense/w").leaf(), x);
  EXPECT_EQ(t[1].at("mu/dense").children(), 2U);
  EXPECT_EQ(t.at("").children(), 2U);
  EXPECT_TRUE(t[1].contains("mu"));
  EXPECT_FALSE(t[1].contains("nu"));
  const tree by_number = tree::dict({{key(7), x}, {key(8), y}});
  EXPECT_EQ(by_number[8].leaf(), y);
  EXPECT_EQ(by_number[key(8)].leaf(), y);
  EXPECT_EQ(by_number.at("8").leaf(), y);
}

TEST(tree_ref, escapes_keys_in_paths) {
  const tree t{{"a/b", {{"50%", x}}}};
  EXPECT_EQ(t.path(0), "a%2Fb/50%25");
  EXPECT_EQ(t.at("a%2Fb/50%25").leaf(), x);
}

TEST(tree_ref, names_what_there_is_when_it_does_not_find_a_child) {
  const tree t = dense();
  EXPECT_THAT([&] { t["dense"]["x"]; }, ThrowsMessage<std::out_of_range>(
                                            "tree: no child 'x' at ['dense']; there are 'b', 'w'"));
  EXPECT_THAT([&] { t["x"]; },
              ThrowsMessage<std::out_of_range>("tree: no child 'x' at the root; there is 'dense'"));
  EXPECT_THAT(
      [&] { t.at("dense/w/x"); },
      ThrowsMessage<std::out_of_range>("tree: no child 'x' at ['dense']['w'], which is a leaf"));
  EXPECT_THAT(([&] { list(x, y)[2]; }),
              ThrowsMessage<std::out_of_range>("tree: no child 2 at the root; there are 0, 1"));
  EXPECT_THAT([&] { tree::list({})[0]; },
              ThrowsMessage<std::out_of_range>("tree: no child 0 at the root; there are none"));
  EXPECT_THAT([&] { tree()["x"]; },
              ThrowsMessage<std::out_of_range>("tree: no child 'x' at the root, which is None"));
}

TEST(tree_ref, says_what_is_not_a_leaf) {
  const tree t = tuple(dense(), none, tree::named_struct("EmptyState", {}));
  EXPECT_THAT([&] { t[0]["dense"].leaf(); },
              ThrowsMessage<tree_mismatch>("tree: [0]['dense'] is a dict, not a leaf"));
  EXPECT_THAT([&] { t[1].leaf(); }, ThrowsMessage<tree_mismatch>("tree: [1] is None, not a leaf"));
  EXPECT_THAT([&] { t[2].leaf(); },
              ThrowsMessage<tree_mismatch>("tree: [2] is the struct EmptyState, not a leaf"));
  EXPECT_THAT([&] { t.leaf(); },
              ThrowsMessage<tree_mismatch>("tree: the root is a tuple, not a leaf"));
  tree other = dense();
  EXPECT_THAT([&] { other["dense"] = x; },
              ThrowsMessage<tree_mismatch>("tree: ['dense'] is a dict, not a leaf"));
}

TEST(tree_ref, changes_the_tree_in_place) {
  tree t = dense();
  t["dense"]["w"] = array{7.0F};
  EXPECT_EQ(t.at("dense/w").leaf(), (array{7.0F}));
  t["dense"]["b"].leaf().mutable_data<float>()[0] = 9;
  EXPECT_EQ(t.leaves()[0], (array{9.0F}));
}

TEST(tree_ref, assigned_from_another_takes_its_value) {
  tree t = dense();
  tree other = dense();
  const tree constant = dense();
  t["dense"]["w"] = other["dense"]["b"];
  EXPECT_EQ(t["dense"]["w"].leaf(), y);
  t["dense"]["b"] = constant["dense"]["w"];
  EXPECT_EQ(t["dense"]["b"].leaf(), x);
  EXPECT_EQ(other, constant);
}

TEST(tree_ref, becomes_an_array_or_a_tree) {
  const tree t = dense();
  const array w = t["dense"]["w"];
  EXPECT_EQ(w, x);
  const array b(t["dense"]["b"]);
  EXPECT_EQ(b, y);
  const tree part = t["dense"];
  EXPECT_EQ(part, (tree{{"w", x}, {"b", y}}));
  EXPECT_EQ(tree(t["dense"]["w"]), tree(x));
  EXPECT_THAT(t["dense"].leaves(), ElementsAre(y, x));
  EXPECT_EQ(t["dense"].keys().size(), 2U);
}

TEST(tree_ref, of_a_part_sees_only_the_leaves_of_that_part) {
  const tree t = tuple(y, dense(), y);
  EXPECT_THAT(t[1].leaves(), ElementsAre(y, x));
  EXPECT_THAT(t[1]["dense"]["w"].leaves(), ElementsAre(x));
  EXPECT_EQ(tree(t[1]).path(1), "dense/w");
}

static_assert(!std::is_assignable_v<const_tree_ref, array>);
static_assert(!std::is_assignable_v<tree_ref, tree> && !std::is_assignable_v<tree_ref, int>);
static_assert(std::is_convertible_v<tree_ref, const_tree_ref>);

TEST(mask_tree, gives_its_booleans) {
  mask_tree m{{"dense", {{"w", true}, {"b", false}}}};
  EXPECT_TRUE(m["dense"]["w"]);
  EXPECT_FALSE(m["dense"]["b"].leaf());
  m["dense"]["b"] = true;
  EXPECT_EQ(m, (mask_tree{{"dense", {{"w", true}, {"b", true}}}}));
  const std::string name = "b";
  EXPECT_TRUE(m["dense"][name]);
}

}  // namespace
