#include "io/structure_json.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "optaxx/random/prng_key.hpp"

namespace {

using namespace optaxx;
using io::form_of;
using io::key_types_json;
using io::parse_structure;
using io::structure_json;

struct sample {
  const char* json;
  tree t;
};

const array f(dtype::f32, {2});

// As trace_format says, which tools/optaxx_jax.py writes too.
const std::vector<sample> samples{
    {"null", none},
    {R"("F64[3,4]")", array(dtype::f64, {3, 4})},
    {R"("BF16[]")", array(dtype::bf16, {})},
    {R"({"list":["F32[2]",null]})", list(f, none)},
    {R"({"tuple":[]})", tree::tuple({})},
    {R"({"dict":{"a":"F32[2]","b":"I32[]"}})", tree{{"a", f}, {"b", array(dtype::i32, {})}}},
    {R"({"dict":{"a%2Fb%252F":"BOOL[0]"}})", tree{{"a/b%2F", array(dtype::boolean, {0})}}},
    {R"({"odict":[["b","F32[2]"],["a","F32[2]"]]})", tree::ordered_dict({{"b", f}, {"a", f}})},
    {R"({"struct":"TraceState","fields":[["trace","F32[2]"]]})",
     tree::named_struct("TraceState", {{"trace", f}})},
    {R"({"struct":"EmptyState","fields":[]})", tree::named_struct("EmptyState", {})},
    {R"("key<fry>[]")", prng_key(3).leaf()},
    {R"("key<fry>[3]")", tree::rng_key(array(dtype::u32, {3, 2}))},
};

TEST(structure_json, spells_every_kind_of_node) {
  for (const sample& s : samples) {
    EXPECT_EQ(structure_json(form_of(s.t)), s.json);
    const io::tree_form form = parse_structure(s.json);
    EXPECT_EQ(*form.structure, *s.t.structure()) << s.json;
    EXPECT_EQ(form.leaves, form_of(s.t).leaves) << s.json;
  }
}

TEST(structure_json, of_keys_of_other_types_needs_to_be_told) {
  const tree ints = tree::dict({{key(2), f}, {key(10), tree::dict({{key(true), f}})}});
  const std::string json = R"({"dict":{"2":"F32[2]","10":{"dict":{"True":"F32[2]"}}}})";
  const std::string types = R"({"":"int","10":"bool"})";
  EXPECT_EQ(structure_json(form_of(ints)), json);
  EXPECT_EQ(key_types_json(*ints.structure()), types);
  EXPECT_EQ(*parse_structure(json, types).structure, *ints.structure());
  const tree texts{{"2", f}, {"10", f}};
  EXPECT_EQ(key_types_json(*texts.structure()), "");
  EXPECT_EQ(*parse_structure(structure_json(form_of(texts)), "{}").structure, *texts.structure());
  const tree ordered = tree::ordered_dict({{key(2), f}, {key(1), f}});
  EXPECT_EQ(*parse_structure(structure_json(form_of(ordered)), key_types_json(*ordered.structure()))
                 .structure,
            *ordered.structure());
}

TEST(structure_json, takes_keys_that_are_ordered_as_ints_for_ints_if_nobody_says) {
  EXPECT_EQ(*parse_structure(R"({"dict": {"9": "F32[]", "10": "F32[]"}})").structure,
            *tree::dict({{key(9), f}, {key(10), f}}).structure());
  EXPECT_EQ(*parse_structure(R"({"dict": {"10": "F32[]", "9": "F32[]"}})").structure,
            *tree::dict({{"10", f}, {"9", f}}).structure());
}

TEST(structure_json, refuses_what_could_not_be_read_again) {
  EXPECT_THROW(structure_json(form_of(tree{{"\xff", f}})), std::invalid_argument);
  EXPECT_THROW(structure_json(form_of(tree::rng_key(f))), std::invalid_argument);
  tree deep = f;
  for (int i = 0; i < 300; ++i) deep = list(std::move(deep));
  EXPECT_THROW(structure_json(form_of(deep)), std::invalid_argument);
}

TEST(structure_json, goes_as_deep_as_it_can_be_read) {
  tree deep = f;
  for (int i = 0; i < 256; ++i) deep = tree::ordered_dict({{"a", std::move(deep)}});
  EXPECT_EQ(*parse_structure(structure_json(form_of(deep))).structure, *deep.structure());
}

TEST(structure_json, refuses_what_is_none) {
  for (const char* json : {"",
                           "{",
                           "{}",
                           "true",
                           "1",
                           "\"F32\"",
                           "\"F8[2]\"",
                           "\"F32[2\"",
                           "\"F32[2,]\"",
                           "\"F32[,2]\"",
                           "\"F32[-2]\"",
                           "\"F32[x]\"",
                           "\"F32[2]]\"",
                           "\"F32[99999999999999999999]\"",
                           "\"F32[9999999999,9999999999]\"",
                           "\"F32[1,1,1,1,1,1,1,1,1]\"",
                           R"({"set": []})",
                           R"({"list": {}})",
                           R"({"list": null})",
                           R"({"dict": []})",
                           R"({"odict": [["a"]]})",
                           R"({"odict": [[null, null]]})",
                           R"({"odict": [["a", null], ["a", null]]})",
                           R"({"dict": {"a": null, "a": null}})",
                           R"({"dict": {"a%2Fb": null, "a/b": null}})",
                           R"({"dict": {"b": null, "a": null}})",
                           R"({"dict": {"2": null, "01": null}})",
                           R"({"struct": "X"})",
                           R"({"fields": []})",
                           "\"\xff\""}) {
    EXPECT_THROW(parse_structure(json), format_error) << json;
  }
  EXPECT_THROW(parse_structure(R"({"dict": {"a": null}})", R"({"": "int"})"), format_error);
  EXPECT_THROW(parse_structure(R"({"dict": {"a": null}})", "{"), format_error);
}

TEST(structure_json, of_any_depth_is_an_error_and_no_crash) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += R"({"list": [)";
  EXPECT_THROW(parse_structure(deep), format_error);
  for (int i = 0; i < 100'000; ++i) deep += "]}";
  EXPECT_THROW(parse_structure(deep), format_error);
  EXPECT_THROW(parse_structure(std::string(1'000'000, '[')), format_error);
}

}  // namespace
