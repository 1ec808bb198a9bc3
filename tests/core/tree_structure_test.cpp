#include "optaxx/core/tree_structure.hpp"

#include <gmock/gmock.h>

#include "core/key_path.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

const auto leaf = tree_structure::of_leaf();
const auto empty = tree_structure::of_none();

std::shared_ptr<const tree_structure> adam_state() {
  const auto params = tree_structure::of(
      node_kind::dict, "",
      {{"w", leaf}, {"b", tree_structure::of(node_kind::list, "", {{"", leaf}, {"", leaf}})}});
  const auto state = tree_structure::of(node_kind::named_struct, "ScaleByAdamState",
                                        {{"count", leaf}, {"mu", params}, {"nu", params}});
  const auto nothing = tree_structure::of(node_kind::named_struct, "EmptyState", {});
  return tree_structure::of(node_kind::tuple, "", {{"", state}, {"", nothing}});
}

TEST(key, is_written_as_python_does) {
  EXPECT_EQ(key("w").repr(), "'w'");
  EXPECT_EQ(key("w").text(), "w");
  EXPECT_EQ(key(3).repr(), "3");
  EXPECT_EQ(key(-3).text(), "-3");
  EXPECT_EQ(key(true).repr(), "True");
  EXPECT_EQ(key(false).text(), "False");
  EXPECT_EQ(key("it's").repr(), "\"it's\"");
  EXPECT_EQ(key("a'b\"c").repr(), "'a\\'b\"c'");
  EXPECT_EQ(key("a\\b\n\t\x01").repr(), "'a\\\\b\\n\\t\\x01'");
  EXPECT_EQ(key("\u00fc").repr(), "'\u00fc'");
}

TEST(key, of_another_type_is_another_key) {
  EXPECT_NE(key("1"), key(1));
  EXPECT_NE(key(1), key(true));
  EXPECT_EQ(key(1), key(std::int64_t{1}));
}

static_assert(!std::is_convertible_v<int, key> && !std::is_convertible_v<bool, key>);
static_assert(!std::is_constructible_v<key, std::nullptr_t>);

TEST(tree_structure, is_one_line_of_python) {
  EXPECT_EQ(adam_state()->text(),
            "(ScaleByAdamState(count=*, mu={'b': [*, *], 'w': *}, nu={'b': [*, *], 'w': *}), "
            "EmptyState())");
  EXPECT_EQ(leaf->text(), "*");
  EXPECT_EQ(empty->text(), "None");
  EXPECT_EQ(tree_structure::of_rng_key()->text(), "*");
}

TEST(tree_structure, names_leaves_by_path_and_as_python_does) {
  const auto s = adam_state();
  ASSERT_EQ(s->leaves(), 7U);
  EXPECT_EQ(s->path(0), "0/count");
  EXPECT_EQ(s->path(2), "0/mu/b/1");
  EXPECT_EQ(s->path(6), "0/nu/w");
  EXPECT_EQ(s->accessor(0), "[0].count");
  EXPECT_EQ(s->accessor(2), "[0].mu['b'][1]");
  EXPECT_EQ(s->accessor(6), "[0].nu['w']");
  EXPECT_EQ(leaf->path(0), "");
  EXPECT_EQ(leaf->accessor(0), "");
}

TEST(tree_structure, escapes_percent_and_slash_in_paths_alone) {
  const auto s = tree_structure::of(node_kind::dict, "", {{"a/b%2F", leaf}});
  EXPECT_EQ(s->path(0), "a%2Fb%252F");
  EXPECT_EQ(s->accessor(0), "['a/b%2F']");
}

TEST(tree_structure, keeps_empty_keys_in_paths) {
  const auto inner = tree_structure::of(node_kind::dict, "", {{"", leaf}});
  EXPECT_EQ(tree_structure::of(node_kind::dict, "", {{"", inner}})->path(0), "/");
}

TEST(tree_structure, paths_of_bool_and_int_keys_are_pythons_str) {
  EXPECT_EQ(tree_structure::of(node_kind::dict, "", {{key(true), leaf}})->path(0), "True");
  EXPECT_EQ(tree_structure::of(node_kind::dict, "", {{key(12), leaf}})->accessor(0), "[12]");
}

TEST(tree_structure, stands_in_preorder) {
  const auto s = adam_state();
  ASSERT_EQ(s->size(), 14U);
  EXPECT_EQ((*s)[0].extent, 14U);
  const std::uint32_t mu = s->child(1, "mu");
  EXPECT_EQ((*s)[mu].extent, 5U);
  EXPECT_EQ((*s)[mu].first_leaf, 1U);
  EXPECT_EQ((*s)[mu].leaves, 3U);
  EXPECT_EQ(s->child(1, "nu"), mu + 5);
  EXPECT_EQ(s->leaf_node(3), mu + 4);
  EXPECT_EQ(s->node_path(mu), "0/mu");
  EXPECT_EQ(s->node_accessor(mu), "[0].mu");
}

TEST(tree_structure, finds_children_or_says_missing) {
  const auto s = adam_state();
  EXPECT_EQ(s->child_at(0, 1), 13U);
  EXPECT_EQ(s->child_at(0, 2), tree_structure::missing);
  EXPECT_EQ(s->child(0, "1"), 13U);
  EXPECT_EQ(s->child(0, key(1)), 13U);
  EXPECT_EQ(s->child(0, key("1")), tree_structure::missing);
  EXPECT_EQ(s->child(1, "xi"), tree_structure::missing);
  EXPECT_EQ(s->child_at(13, 0), tree_structure::missing);
}

TEST(tree_structure, tells_names_apart_whatever_their_length) {
  const std::string seven = "abcdefg";
  std::vector<std::string> names = {"", "a", "ab", seven, seven + "h", seven + "i"};
  for (const std::size_t length : {126U, 127U, 128U, 135U, 263U})
    names.push_back(seven + std::string(length - 7, 'x'));
  for (std::size_t left_out = 0; left_out < names.size(); ++left_out) {
    std::vector<std::pair<key, std::shared_ptr<const tree_structure>>> children;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i != left_out) children.emplace_back(key(names[i]), leaf);
    }
    const auto s = tree_structure::of(node_kind::dict, "", children);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::uint32_t node = s->child(0, std::string_view(names[i]));
      if (i == left_out) {
        EXPECT_EQ(node, tree_structure::missing) << names[i];
      } else {
        ASSERT_NE(node, tree_structure::missing) << names[i];
        EXPECT_EQ((*s)[node].name.view(), names[i]);
      }
    }
  }
}

TEST(tree_structure, has_parts_that_stand_on_their_own) {
  const auto s = adam_state();
  const auto nu = tree_structure::part(s, s->child(1, "nu"));
  const auto mu = tree_structure::part(s, s->child(1, "mu"));
  EXPECT_EQ(*mu, *nu);
  EXPECT_EQ(nu->text(), "{'b': [*, *], 'w': *}");
  EXPECT_EQ(nu->path(2), "w");
  EXPECT_EQ((*nu)[0].first_leaf, 0U);
  EXPECT_EQ(tree_structure::part(s, 0), s);
  const auto second = tree_structure::part(s, s->leaf_node(2));
  EXPECT_EQ(*second, *leaf);
}

TEST(tree_structure, equality_looks_at_kinds_keys_and_types) {
  const auto of = [](node_kind kind, const char* type) {
    return tree_structure::of(kind, type, {{"a", leaf}});
  };
  EXPECT_TRUE(same_structure(of(node_kind::dict, ""), of(node_kind::dict, "")));
  EXPECT_FALSE(same_structure(of(node_kind::dict, ""), of(node_kind::ordered_dict, "")));
  EXPECT_FALSE(same_structure(of(node_kind::named_struct, "A"), of(node_kind::named_struct, "B")));
  EXPECT_FALSE(same_structure(leaf, empty));
  EXPECT_FALSE(same_structure(leaf, tree_structure::of_rng_key()));
}

TEST(leaf_paths, are_those_of_all_leaves) {
  const auto odd = tree_structure::of(node_kind::dict, "", {{"", leaf}, {"a/b", adam_state()}});
  for (const auto& s :
       {leaf, empty, adam_state(), odd,
        tree_structure::of(node_kind::list, "", {{"", odd}, {"", odd}, {"", leaf}})}) {
    const std::vector<std::string> paths = detail::leaf_paths(*s);
    ASSERT_EQ(paths.size(), s->leaves());
    for (std::size_t i = 0; i < paths.size(); ++i) EXPECT_EQ(paths[i], s->path(i));
  }
}

TEST(tree_structure, only_a_container_has_children) {
  EXPECT_THAT(
      [] { tree_structure::of(node_kind::leaf, "", {}); },
      ThrowsMessage<std::invalid_argument>("tree_structure: only a container has children"));
}

}  // namespace
