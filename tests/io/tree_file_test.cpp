#include "optaxx/io/tree_file.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <system_error>

#include "io/mapped_file.hpp"
#include "io/safetensors.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/small_floats.hpp"
#include "optaxx/random/prng_key.hpp"
#include "support/compare.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using support::same_tree;
using support::temporary_directory;
using support::write_content;
using testing::HasSubstr;
using testing::ThrowsMessage;

// Every bit of the elements set in some way, also those of NaN.
array numbered(dtype type, const shape& s, unsigned seed = 1) {
  array a(type, s);
  auto* const bytes = static_cast<unsigned char*>(a.mutable_data());
  for (std::size_t i = 0; i < a.bytes(); ++i) {
    seed = seed * 1664525U + 1013904223U;
    bytes[i] = static_cast<unsigned char>(type == dtype::boolean ? seed >> 31 : seed >> 24);
  }
  return a;
}

tree all_kinds() {
  return {{"dense", {{"w", numbered(dtype::f32, {3, 4})}, {"b", numbered(dtype::bf16, {5})}}},
          {"a/b%c", tuple(numbered(dtype::f16, {3}), none, numbered(dtype::f64, {2, 0, 3}))},
          {"", numbered(dtype::boolean, {7})},
          {"state",
           tree::named_struct("ScaleByAdamState", {{"count", numbered(dtype::i32, {})},
                                                   {"mu", tree::named_struct("MaskedNode", {})},
                                                   {"long", numbered(dtype::i64, {2, 2})}})},
          {"ordered",
           tree::ordered_dict({{"z", numbered(dtype::f64, {1})}, {"a", list(prng_key(7).leaf())}})},
          {"keys", tree::rng_key(numbered(dtype::u32, {3, 2}))},
          {"bits", numbered(dtype::u32, {2})},
          {"ints", tree::dict({{key(2), numbered(dtype::f32, {1})},
                               {key(10), list(none)},
                               {key(-1), tree::dict({{key(false), none},
                                                     {key(true), numbered(dtype::f32, {2})}})}})},
          {"ümlaut \"quoted\"\n", numbered(dtype::f32, {2})}};
}

TEST(save_tree, and_load_tree_give_the_same_tree) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  const tree one_leaf = numbered(dtype::f32, {3});
  for (const tree& t : {all_kinds(), one_leaf, tree(none), tree(prng_key(5).leaf()),
                        tree::tuple({}), tree(list(array(1.0F), array(2.0))), tree{{"", one_leaf}},
                        tree{{"", {{"", one_leaf}}}}, tree{{"a", {{"", one_leaf}}}}}) {
    save_tree(file, t);
    EXPECT_TRUE(same_tree(load_tree(file), t));
  }
}

TEST(save_tree, keeps_strings) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  const file_metadata mine{{"note", "naïve \"quotes\"\n"}, {"step", "100"}, {"empty", ""}};
  save_tree(file, all_kinds(), mine);
  const file_metadata found = load_metadata(file);
  for (const auto& item : mine) EXPECT_THAT(found, testing::Contains(item));
  EXPECT_EQ(found.at("format"), "optaxx.tree.v1");
  EXPECT_EQ(found.at("optaxx"), OPTAXX_VERSION);
}

TEST(save_tree, names_entries_by_key_path_and_aligns_them) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  save_tree(file, all_kinds());
  const auto mapped = io::map_file(file);
  const io::safetensors entries = io::parse_safetensors(mapped.bytes);
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries.entries) {
    names.push_back(name);
    const std::size_t offset = static_cast<std::size_t>(entry.bytes.data() - mapped.bytes.data());
    EXPECT_EQ(offset % size_of(entry.form().type), 0) << name;
  }
  EXPECT_THAT(names, testing::UnorderedElementsAre(
                         "dense/w", "dense/b", "a%2Fb%25c/0", "a%2Fb%25c/2", "", "state/count",
                         "state/long", "ordered/z", "ordered/a/0", "keys", "bits", "ints/2",
                         "ints/-1/True", "ümlaut \"quoted\"\n"));
  EXPECT_EQ(entries.at("ordered/a/0").as_array(), prng_key(7).leaf().leaf());
}

TEST(save_tree, replaces_the_file_and_leaves_nothing_else) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  save_tree(file, tree{{"w", numbered(dtype::f32, {1000})}});
  const tree mapped_while_replaced = load_tree(file);
  save_tree(file, tree{{"w", numbered(dtype::f32, {2}, 3)}});
  EXPECT_EQ(load_tree(file), (tree{{"w", numbered(dtype::f32, {2}, 3)}}));
  EXPECT_EQ(directory.files(), 1);
}

TEST(save_tree, refuses_what_it_could_not_read_again) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  const tree good{{"w", array(1.0F)}};
  save_tree(file, good);
  const auto save = [&](const tree& t, const file_metadata& m = {}) {
    return [=] { save_tree(file, t, m); };
  };
  EXPECT_THAT(save(good, {{"format", "mine"}}),
              ThrowsMessage<std::invalid_argument>("save_tree: " + file.string() +
                                                   ": the name 'format' of metadata is taken"));
  EXPECT_THAT(save(tree{{"\xff", array(1.0F)}}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("is not UTF-8")));
  EXPECT_THAT(save(good, {{"note", "\xc3"}}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("is not UTF-8")));
  EXPECT_THAT(save(tree{{"__metadata__", array(1.0F)}}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("__metadata__")));
  EXPECT_EQ(load_tree(file), good);
  EXPECT_EQ(directory.files(), 1);
}

TEST(save_tree, names_the_file_that_cannot_be_written) {
  EXPECT_THAT(
      [] { save_tree("/nowhere/tree.safetensors", array(1.0F)); },
      ThrowsMessage<std::system_error>(
          "save_tree: /nowhere/tree.safetensors cannot be written: No such file or directory"));
}

TEST(save_tree, that_finds_the_disk_full_leaves_the_old_file) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  const tree before{{"w", array(1.0F)}};
  save_tree(file, before);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{100'000, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THAT([&] { save_tree(file, numbered(dtype::f32, {1'000'000})); },
              ThrowsMessage<std::system_error>(HasSubstr("tree.safetensors cannot be written")));
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(load_tree(file), before);
  EXPECT_EQ(directory.files(), 1);
}

TEST(load_tree, gives_a_part) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  const tree t = all_kinds();
  save_tree(file, t);
  EXPECT_TRUE(same_tree(load_tree(file, "dense"), tree(t["dense"])));
  EXPECT_TRUE(same_tree(load_tree(file, "dense/w"), tree(t["dense"]["w"])));
  EXPECT_TRUE(same_tree(load_tree(file, "a%2Fb%25c"), tree(t["a/b%c"])));
  EXPECT_TRUE(same_tree(load_tree(file, "ints/-1"), tree(t.at("ints/-1"))));
  EXPECT_THAT(
      [&] { load_tree(file, "dense/v"); },
      ThrowsMessage<std::out_of_range>("load_tree: " + file.string() +
                                       ": tree: no child 'v' at ['dense']; there are 'b', 'w'"));
}

// A file as others write them.
void write_plain(const std::filesystem::path& file, const std::string& header,
                 const std::string& data) {
  const std::uint64_t size = header.size();
  write_content(file,
                std::string(reinterpret_cast<const char*>(&size), sizeof size) + header + data);
}

std::string plain_entry(const std::string& name, int begin) {
  return '"' + name + R"(":{"dtype":"F32","shape":[],"data_offsets":[)" + std::to_string(begin) +
         "," + std::to_string(begin + 4) + "]}";
}

TEST(load_tree, makes_a_dict_of_the_names_of_others) {
  const temporary_directory directory;
  const auto file = directory / "plain.safetensors";
  write_plain(file,
              R"({"__metadata__":{"format":"pt"},)" + plain_entry("b.weight", 4) + "," +
                  plain_entry("a/10/w", 8) + "," + plain_entry("a/9/x%2Fy", 12) + "," +
                  plain_entry("a/9/w", 0) + "}",
              std::string("\0\0\x80\x3f\0\0\0\x40\0\0\x80\x40\0\0\0\x41", 16));
  EXPECT_TRUE(same_tree(
      load_tree(file),
      {{"a", {{"9", {{"w", array(1.0F)}, {"x/y", array(8.0F)}}}, {"10", {{"w", array(4.0F)}}}}},
       {"b.weight", array(2.0F)}}));
  EXPECT_EQ(load_tree(file, "a/9/w"), tree(array(1.0F)));
  EXPECT_EQ(load_metadata(file), (file_metadata{{"format", "pt"}}));
}

// Written by the safetensors of Python.
TEST(load_tree, takes_integers_and_bools_of_a_state_dict_of_torch) {
  const temporary_directory directory;
  const auto file = OPTAXX_TEST_DATA_DIR "/io/state_dict.safetensors";
  const tree t = load_tree(file);
  EXPECT_EQ(t.keys().size(), 11U);
  const array& batches = t["bn1.num_batches_tracked"].leaf();
  EXPECT_EQ(batches.dtype(), dtype::i64);
  EXPECT_EQ(batches.shape(), shape{});
  EXPECT_EQ(batches.item(), 1374);
  EXPECT_EQ(t["attn.bias"].leaf().dtype(), dtype::boolean);
  EXPECT_EQ(t["attn.bias"].leaf().shape(), (shape{1, 1, 4, 4}));
  EXPECT_THAT(t["embeddings.position_ids"].leaf().values<std::int64_t>(),
              testing::ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(t["quant.zero_point"].leaf().values<std::int32_t>(), testing::ElementsAre(-3, 7));

  const auto saved = directory / "saved.safetensors";
  save_tree(saved, t);
  EXPECT_TRUE(same_tree(load_tree(saved), t));
  const auto before = io::map_file(file);
  const auto after = io::map_file(saved);
  const io::safetensors theirs = io::parse_safetensors(before.bytes);
  const io::safetensors ours = io::parse_safetensors(after.bytes);
  ASSERT_EQ(ours.entries.size(), theirs.entries.size());
  for (const auto& [name, entry] : theirs.entries) {
    EXPECT_EQ(ours.at(name).tag, entry.tag) << name;
    EXPECT_EQ(ours.at(name).shape, entry.shape) << name;
    EXPECT_TRUE(std::ranges::equal(ours.at(name).bytes, entry.bytes)) << name;
  }
}

TEST(load_tree, names_the_array_of_a_type_that_it_does_not_have) {
  const temporary_directory directory;
  const auto file = directory / "plain.safetensors";
  const std::string entry = R"("a/w":{"dtype":"I8","shape":[4],"data_offsets":[0,4]})";
  const auto refused = ThrowsMessage<format_error>("load_tree: " + file.string() +
                                                   " has an array of the type I8 at a/w");
  write_plain(file, "{" + entry + "}", "0123");
  EXPECT_THAT([&] { load_tree(file); }, refused);
  write_plain(file,
              R"({"__metadata__":{"format":"optaxx.tree.v1","structure":)"
              R"("{\"dict\":{\"a\":{\"dict\":{\"w\":\"F32[1]\"}}}}"},)" +
                  entry + "}",
              "0123");
  EXPECT_THAT([&] { load_tree(file); }, refused);
}

TEST(load_tree, refuses_names_of_others_that_are_no_paths) {
  const temporary_directory directory;
  const auto file = directory / "plain.safetensors";
  const std::string data(8, '\0');
  write_plain(file, "{" + plain_entry("a", 0) + "," + plain_entry("a/b", 4) + "}", data);
  EXPECT_THAT([&] { load_tree(file); },
              ThrowsMessage<format_error>(HasSubstr("has a both as an array and as a dict")));
  write_plain(file, "{" + plain_entry("a%", 0) + "," + plain_entry("a%25", 4) + "}", data);
  EXPECT_THAT([&] { load_tree(file); }, ThrowsMessage<format_error>(HasSubstr("the same path")));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "a/";
  write_plain(file, "{" + plain_entry(deep, 0) + "}", data.substr(4));
  EXPECT_THAT([&] { load_tree(file); }, ThrowsMessage<format_error>(HasSubstr("too deeply")));
}

TEST(load_tree, refuses_entries_that_contradict_the_structure) {
  const temporary_directory directory;
  const auto file = directory / "tree.safetensors";
  const auto with = [&](const std::string& structure,
                        const std::string& format = "optaxx.tree.v1") {
    write_plain(file,
                R"({"__metadata__":{"format":")" + format + R"(","structure":")" + structure +
                    "\"}," + plain_entry("a", 0) + "}",
                std::string(4, '\0'));
    try {
      load_tree(file);
    } catch (const format_error& e) {
      return std::string(e.what()).substr(file.string().size() + 12);
    }
    return std::string("fits");
  };
  EXPECT_EQ(with(R"({\"dict\":{\"a\":\"F32[]\"}})"), "fits");
  EXPECT_EQ(with(R"({\"dict\":{\"a\":\"F32[1]\"}})"),
            "has another dtype or shape than its structure at a");
  EXPECT_EQ(with(R"({\"dict\":{\"a\":\"I32[]\"}})"),
            "has another dtype or shape than its structure at a");
  EXPECT_EQ(with(R"({\"dict\":{\"a\":\"F32[]\",\"b\":\"F32[]\"}})"), "has no entry b");
  EXPECT_EQ(with(R"({\"dict\":{}})"), "has entries that are not in its structure");
  EXPECT_THAT(with(R"({\"dict\":)"), HasSubstr("bad structure"));
  EXPECT_EQ(with("null", "optaxx.tree.v2"), "is of the format optaxx.tree.v2");
}

TEST(load_tree, names_the_file_that_it_cannot_read) {
  const temporary_directory directory;
  const auto file = directory / "nowhere";
  EXPECT_THAT([&] { load_tree(file); },
              ThrowsMessage<std::system_error>("load_tree: " + file.string() +
                                               " cannot be opened: No such file or directory"));
  EXPECT_THROW(load_tree(directory.path()), std::system_error);
  EXPECT_THROW(load_tree("/dev/null"), std::system_error);
  write_content(file, "");
  EXPECT_THAT([&] { load_tree(file); },
              ThrowsMessage<format_error>("load_tree: " + file.string() + " has no header"));
  EXPECT_THAT([&] { load_metadata(file); },
              ThrowsMessage<format_error>("load_metadata: " + file.string() + " has no header"));
}

}  // namespace
