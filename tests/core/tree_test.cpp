#include "optaxx/core/tree.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <vector>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

const array x{1.0F, 2.0F};
const array y{3.0F};

tree dense() { return {{"dense", {{"w", x}, {"b", y}}}}; }

// What can be written in braces.
template <class Tree, class... Arguments>
concept spells = requires(Arguments... a) {
  Tree{a...};
};
template <class Tree, class A, class B>
concept spells_pair = requires(A a, B b) {
  Tree{{a, b}};
};
template <class Tree, class A, class B, class C>
concept spells_pair_in_dict = requires(A a, B b, C c) {
  Tree{{a, {b, c}}};
};

static_assert(spells<tree> && spells<tree, array> && spells<tree, float> && spells<tree, tree>);
static_assert(spells<label_tree, const char*> && spells<mask_tree, bool>);
static_assert(spells_pair<tree, const char*, array> && spells_pair<tree, const char*, tree>);
static_assert(spells_pair<mask_tree, const char*, bool>);
static_assert(spells_pair<label_tree, const char*, const char*>);
static_assert(!spells<tree, array, array>);
static_assert(!spells_pair<tree, array, array>);
static_assert(!spells_pair_in_dict<tree, const char*, float, float>);
static_assert(!spells_pair<tree, int, array>);
static_assert(!spells_pair<tree, std::nullptr_t, array>);
static_assert(!spells<mask_tree, const char*, bool>);
static_assert(!spells_pair<mask_tree, const char*, int>);
static_assert(!spells_pair<mask_tree, const char*, const char*>);
static_assert(!std::is_constructible_v<mask_tree, int>);
static_assert(!std::is_constructible_v<mask_tree, const char*>);
static_assert(!std::is_constructible_v<tree, bool> && !std::is_constructible_v<tree, int>);
static_assert(!std::is_constructible_v<tree, mask_tree>);
static_assert(std::is_nothrow_move_constructible_v<tree> &&
              std::is_nothrow_move_assignable_v<tree>);

TEST(tree, spells_a_dict_in_braces) {
  EXPECT_EQ((tree{{"w", x}}.structure()->text()), "{'w': *}");
  EXPECT_EQ((tree{{"w", x}, {"b", y}}.structure()->text()), "{'b': *, 'w': *}");
  EXPECT_EQ(dense().structure()->text(), "{'dense': {'b': *, 'w': *}}");
  EXPECT_EQ((mask_tree{{"w", true}}.structure()->text()), "{'w': *}");
  EXPECT_EQ((label_tree{{"a", "b"}}.structure()->text()), "{'a': *}");
  EXPECT_EQ((label_tree{{"a", {{"x", "y"}}}}.structure()->text()), "{'a': {'x': *}}");
  const auto f = [](const tree& t) { return t.structure()->text(); };
  EXPECT_EQ(f({{"w", x}}), "{'w': *}");
}

TEST(tree, spells_a_leaf_in_braces_or_parentheses) {
  EXPECT_EQ(tree{x}.structure()->text(), "*");
  EXPECT_EQ(label_tree{"a"}.leaf(), "a");
  EXPECT_TRUE(mask_tree(true).leaf());
  EXPECT_EQ(tree(0.5F).leaf(), array(0.5F));
}

TEST(tree, spells_none_by_nothing) {
  EXPECT_TRUE(tree{}.is_none());
  EXPECT_TRUE(tree(none).is_none());
  EXPECT_EQ((tree{{"w", {}}, {"b", none}}.structure()->text()), "{'b': None, 'w': None}");
}

TEST(tree, in_braces_is_a_copy_of_itself) {
  const tree t{{"w", x}};
  const tree copy{t};
  EXPECT_EQ(copy, t);
  const auto other{t};
  EXPECT_EQ(other, t);
  EXPECT_EQ((tree{{t}}), t);  // a brace too many is forgiven
  EXPECT_EQ((tree{{{"w", x}}}), t);
}

TEST(tree, spells_lists_and_tuples_by_name) {
  EXPECT_EQ((tree{{"l", list(x, y)}}.structure()->text()), "{'l': [*, *]}");
  EXPECT_EQ(tuple(x, list(none, y)).structure()->text(), "(*, [None, *])");
  EXPECT_EQ(tuple(x).structure()->text(), "(*,)");
  EXPECT_EQ(list(tree{{"w", x}}, none, 0.5F).structure()->text(), "[{'w': *}, None, *]");
  EXPECT_EQ(list(true, mask_tree{{"w", false}}).structure()->text(), "[*, {'w': *}]");
  EXPECT_EQ(tuple(none, "a", "b").leaves()[1], "b");
  const mask_tree m{{"w", true}};
  EXPECT_EQ(list(m["w"], false).leaves().size(), 2U);
  const tree t = list(none);
  EXPECT_EQ(t.structure()->text(), "[None]");
}

TEST(tree, holds_every_kind_of_node) {
  const tree t = tree::dict({
      {"dict", tree::dict({})},
      {"key", tree::rng_key(array(dtype::u32, {2}))},
      {"list", tree::list({x, y})},
      {"none", none},
      {"ordered", tree::ordered_dict({{"z", x}, {"a", y}})},
      {"state", tree::named_struct("TraceState", {{"trace", x}})},
      {"tuple", tree::tuple({})},
  });
  EXPECT_EQ(t.structure()->text(),
            "{'dict': {}, 'key': *, 'list': [*, *], 'none': None, "
            "'ordered': OrderedDict({'z': *, 'a': *}), 'state': TraceState(trace=*), 'tuple': ()}");
  EXPECT_EQ(t.leaves().size(), 6U);
  EXPECT_EQ(t["key"].kind(), node_kind::rng_key);
  EXPECT_EQ(t["none"].kind(), node_kind::none);
  EXPECT_EQ(t["ordered"]["a"].leaf(), y);
  EXPECT_EQ(t["state"]["trace"].leaf(), x);
  EXPECT_EQ(t["dict"].children(), 0U);
}

TEST(tree, sorts_the_keys_of_a_dict_and_its_leaves_with_them) {
  const tree t{{"b", y}, {"B", x}, {"\u00e9", y}, {"10", x}, {"9", y}};
  EXPECT_THAT(t.keys(), ElementsAre(key("10"), key("9"), key("B"), key("b"), key("\u00e9")));
  EXPECT_THAT(t.leaves(), ElementsAre(x, y, x, y, y));
  const tree numbers = tree::dict({{key(10), x}, {key(9), y}, {key(-1), y}});
  EXPECT_THAT(numbers.keys(), ElementsAre(key(-1), key(9), key(10)));
  EXPECT_EQ(numbers.leaves()[2], x);
  const tree flags = tree::dict({{key(true), x}, {key(false), y}});
  EXPECT_EQ(flags.structure()->text(), "{False: *, True: *}");
  EXPECT_EQ(flags.leaves()[0], y);
}

TEST(tree, refuses_keys_of_which_there_are_two_kinds_or_two) {
  EXPECT_THAT(
      ([] {
        tree::dict({{"a", x}, {key(1), y}});
      }),
      ThrowsMessage<std::invalid_argument>("tree: a dict with keys of different types, 'a' and 1"));
  EXPECT_THAT(([] {
                tree{{"w", x}, {"b", x}, {"w", y}};
              }),
              ThrowsMessage<std::invalid_argument>("tree: a dict with the key 'w' twice"));
  EXPECT_THAT(([] {
                tree::named_struct("S", {{"mu", x}, {"mu", x}});
              }),
              ThrowsMessage<std::invalid_argument>("tree: a struct with the key 'mu' twice"));
}

TEST(tree, is_made_from_a_structure_and_its_leaves) {
  const tree t = dense();
  EXPECT_EQ(tree(t.structure(), {y, x}), t);
  EXPECT_THAT(([&] { tree(t.structure(), {x}); }),
              ThrowsMessage<std::invalid_argument>(
                  "tree: 1 leaves for a structure with 2, {'dense': {'b': *, 'w': *}}"));
}

TEST(tree, of_rvalues_keeps_their_memory) {
  array w{1.0F, 2.0F};
  const void* const data = w.data();
  tree t{{"dense", {{"w", std::move(w)}, {"b", y}}}, {"z", list(tree(x), none)}};
  EXPECT_EQ(t["dense"]["w"].leaf().data(), data);
  const tree moved = std::move(t);
  EXPECT_EQ(moved["dense"]["w"].leaf().data(), data);
  EXPECT_TRUE(t.is_none());
  EXPECT_TRUE(t.leaves().empty());
  t = dense();
  EXPECT_EQ(t, dense());
}

void expect_packed(const tree& t) {
  const char* next = static_cast<const char*>(t.leaves()[0].data());
  for (const array& leaf : t.leaves()) {
    EXPECT_TRUE(leaf.owning() && leaf.writable() && leaf.padded());
    if (leaf.bytes() == 0) continue;
    EXPECT_EQ(leaf.data(), next);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(leaf.data()) % 64, 0U);
    next += (leaf.bytes() + 63) / 64 * 64;
  }
}

TEST(tree, copied_lies_in_one_block) {
  std::vector<float> memory(100, 1.0F);
  const tree t{{"a", borrow(memory.data(), {4, 25})},
               {"b", array(dtype::i32, {})},
               {"c", array(dtype::f32, {0, 3})},
               {"d", array(dtype::f64, {9})}};
  const tree copy = t;
  EXPECT_EQ(copy, t);
  EXPECT_NE(copy["a"].leaf().data(), memory.data());
  expect_packed(copy);
  expect_packed(packed(t));
  expect_packed(tree(t.root()));
  tree assigned = dense();
  assigned = t;
  EXPECT_EQ(assigned, t);
  expect_packed(assigned);
}

TEST(tree, copied_does_not_change_with_the_original) {
  tree t = dense();
  const tree snapshot = t;
  t["dense"]["w"].leaf().mutable_data<float>()[0] = 100;
  EXPECT_EQ(snapshot, dense());
}

TEST(tree, leaves_of_a_copy_outlive_it) {
  array w;
  {
    tree copy = dense();
    w = std::move(copy.leaves()[1]);
  }
  EXPECT_EQ(w, x);
}

TEST(tree, without_leaves_is_copied_too) {
  const tree t = tuple(none, tree::named_struct("EmptyState", {}));
  const tree copy = t;
  EXPECT_EQ(copy, t);
  EXPECT_EQ(packed(tree()), tree());
}

TEST(tree, equals_another_of_equal_structure_and_leaves) {
  EXPECT_EQ(dense(), dense());
  EXPECT_NE((tree{{"w", x}}), (tree{{"b", x}}));
  EXPECT_NE((tree{{"w", x}}), (tree{{"w", y}}));
  EXPECT_NE(list(x, y), tuple(x, y));
  EXPECT_NE(tree::named_struct("A", {{"mu", x}}), tree::named_struct("B", {{"mu", x}}));
  EXPECT_NE(tree::dict({{key(1), x}}), (tree{{"1", x}}));
  EXPECT_NE(tree(x), tree::rng_key(x));
  EXPECT_NE(tree(), tree::tuple({}));
}

}  // namespace
