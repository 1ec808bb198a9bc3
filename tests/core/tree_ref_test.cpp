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
  const tree nothing;
  EXPECT_THAT([&] { nothing["x"]; },
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

TEST(tree_ref, adds_the_keys_that_are_assigned_to) {
  tree t;
  t["dense"]["w"] = array{1.0F, 2.0F};
  t["dense"]["b"] = {3.0F};
  t["alpha"] = 0.5F;
  t["nothing"] = none;
  EXPECT_EQ(t, (tree{{"dense", {{"w", x}, {"b", y}}}, {"alpha", 0.5F}, {"nothing", none}}));
  EXPECT_THAT(t.leaves(), ElementsAre(array(0.5F), y, x));
  t["nothing"]["deep"]["deeper"] = y;
  t["dense"]["a"] = {{"m", x}, {"n", list(y, y)}};
  EXPECT_EQ(t.structure()->text(),
            "{'alpha': *, 'dense': {'a': {'m': *, 'n': [*, *]}, 'b': *, 'w': *}, "
            "'nothing': {'deep': {'deeper': *}}}");
  EXPECT_THAT(t.leaves(), ElementsAre(array(0.5F), x, y, y, y, x, y));
  EXPECT_EQ(t.at("dense/w").leaf(), x);
}

TEST(tree_ref, adds_keys_of_every_kind) {
  tree t = tree::dict({});
  t[key(10)] = x;
  t[9] = y;
  t[key(-1)] = x;
  EXPECT_THAT(t.keys(), ElementsAre(key(-1), key(9), key(10)));
  EXPECT_THAT(t.leaves(), ElementsAre(x, y, x));
  tree ordered = tree::ordered_dict({{"z", x}});
  ordered["a"] = y;
  EXPECT_THAT(ordered.keys(), ElementsAre(key("z"), key("a")));
  EXPECT_THAT(ordered.leaves(), ElementsAre(x, y));
  tree in_list = list(none, x);
  in_list[0]["w"] = y;
  EXPECT_EQ(in_list, list(tree{{"w", y}}, x));
  label_tree labels;
  labels["w"] = "decay";
  mask_tree mask;
  mask["w"] = true;
  EXPECT_EQ(labels, (label_tree{{"w", "decay"}}));
  EXPECT_EQ(mask, (mask_tree{{"w", true}}));
}

TEST(tree_ref, stays_where_it_is_while_keys_are_added) {
  tree t;
  const tree_ref layers = t["layers"];
  const tree_ref first = layers["first"];
  for (const char* name : {"w", "b", "a"}) first[name] = array{1.0F};
  const tree_ref w = first["w"];
  layers["another"] = x;
  t["above"] = y;
  w.leaf().data<float>()[0] = 7;
  const array one{1.0F};
  EXPECT_EQ(t, (tree{{"above", y},
                     {"layers",
                      {{"another", x}, {"first", {{"a", one}, {"b", one}, {"w", array{7.0F}}}}}}}));
}

TEST(tree_ref, gives_a_part_another_structure) {
  tree t = dense();
  t["dense"]["w"] = list(x, none, y);
  EXPECT_EQ(t, (tree{{"dense", {{"w", list(x, none, y)}, {"b", y}}}}));
  t["dense"] = tree{{"c", x}};
  EXPECT_EQ(t, (tree{{"dense", {{"c", x}}}}));
  t["dense"] = none;
  EXPECT_EQ(t, (tree{{"dense", none}}));
  t["dense"] = y;
  EXPECT_EQ(t, (tree{{"dense", y}}));
  t["dense"] = t;
  EXPECT_EQ(t, (tree{{"dense", {{"dense", y}}}}));
  t.root() = tuple(x);
  EXPECT_EQ(t, tuple(x));
}

TEST(tree_ref, that_was_not_assigned_to_adds_nothing_and_cannot_be_read) {
  tree t = dense();
  const tree_ref missing = t["dense"]["x"]["y"];
  const auto refused =
      ThrowsMessage<std::out_of_range>("tree: no child 'x' at ['dense']; there are 'b', 'w'");
  EXPECT_THAT([&] { missing.leaf(); }, refused);
  EXPECT_THAT([&] { missing.kind(); }, refused);
  EXPECT_THAT([&] { missing.children(); }, refused);
  EXPECT_THAT([&] { missing.keys(); }, refused);
  EXPECT_THAT([&] { missing.leaves(); }, refused);
  EXPECT_THAT([&] { missing.at("z"); }, refused);
  EXPECT_THAT([&] { missing[0]; }, refused);
  EXPECT_THAT([&] { (void)tree(missing); }, refused);
  EXPECT_THAT(([&] { (void)tree{{"copy", missing}}; }), refused);
  EXPECT_THAT([&] { t["dense"]["b"] = missing; }, refused);
  EXPECT_FALSE(missing.contains("z"));
  EXPECT_EQ(t, dense());
}

TEST(tree_ref, adds_no_keys_to_what_has_none) {
  tree t{{"w", x}, {"l", list(y)}, {"s", tree::named_struct("State", {{"mu", y}})}, {"n", none}};
  const tree before = t;
  EXPECT_THAT([&] { t["w"]["a"] = y; },
              ThrowsMessage<std::out_of_range>("tree: no child 'a' at ['w'], which is a leaf"));
  EXPECT_THAT([&] { t["l"]["a"] = y; },
              ThrowsMessage<std::out_of_range>("tree: no child 'a' at ['l']; there is 0"));
  EXPECT_THAT([&] { t["l"][1] = y; },
              ThrowsMessage<std::out_of_range>("tree: no child 1 at ['l']; there is 0"));
  EXPECT_THAT([&] { t["s"]["nu"] = y; },
              ThrowsMessage<std::out_of_range>("tree: no child 'nu' at ['s']; there is 'mu'"));
  EXPECT_THAT([&] { t["n"][0] = y; },
              ThrowsMessage<std::out_of_range>("tree: no child 0 at ['n'], which is None"));
  EXPECT_THAT([&] { t[3] = y; }, ThrowsMessage<std::invalid_argument>(
                                     "tree: a dict with keys of different types, 'l' and 3"));
  EXPECT_EQ(t, before);
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
static_assert(std::is_assignable_v<tree_ref, tree> && !std::is_assignable_v<tree_ref, int> &&
              !std::is_assignable_v<const_tree_ref, tree>);
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
