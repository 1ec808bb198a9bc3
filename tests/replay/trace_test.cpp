#include "replay/trace.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"

namespace {

using optaxx::array;
using optaxx::dtype;
using optaxx::format_error;
using optaxx::key;
using optaxx::list;
using optaxx::none;
using optaxx::tree;
using replay::read_trace;
using replay::tree_of_structure;

std::filesystem::path golden(const std::string& name) {
  return OPTAXX_TEST_DATA_DIR "/golden/" + name + ".safetensors.gz";
}

TEST(tree_of_structure, knows_every_kind_of_node) {
  const array f(dtype::f32, {2});
  EXPECT_EQ(tree_of_structure("null"), tree(none));
  EXPECT_EQ(tree_of_structure(R"("F64[3,4]")"), tree(array(dtype::f64, {3, 4})));
  EXPECT_EQ(tree_of_structure(R"({"list": ["F32[2]", null]})"), list(f, none));
  EXPECT_EQ(tree_of_structure(R"({"tuple": []})"), tree::tuple({}));
  EXPECT_EQ(tree_of_structure(R"({"dict": {"a": "F32[2]", "b": "I32[]"}})"),
            (tree{{"a", f}, {"b", array(dtype::i32, {})}}));
  EXPECT_EQ(tree_of_structure(R"({"odict": [["b", "F32[2]"], ["a", "F32[2]"]]})"),
            tree::ordered_dict({{"b", f}, {"a", f}}));
  EXPECT_EQ(tree_of_structure(R"({"struct": "TraceState", "fields": [["trace", "F32[2]"]]})"),
            tree::named_struct("TraceState", {{"trace", f}}));
  EXPECT_EQ(tree_of_structure(R"("key<fry>[3]")"), tree::rng_key(array(dtype::u32, {3, 2})));
}

TEST(tree_of_structure, takes_keys_that_are_ordered_as_ints_for_ints) {
  const array f(dtype::f32, {});
  EXPECT_EQ(tree_of_structure(R"({"dict": {"9": "F32[]", "10": "F32[]"}})"),
            tree::dict({{key(9), f}, {key(10), f}}));
  EXPECT_EQ(tree_of_structure(R"({"dict": {"10": "F32[]", "9": "F32[]"}})"),
            tree::dict({{"10", f}, {"9", f}}));
}

TEST(tree_of_structure, undoes_the_escapes_of_keys) {
  EXPECT_EQ(tree_of_structure(R"({"dict": {"a%2Fb%252F": "F32[]"}})"),
            tree::dict({{"a/b%2F", array(dtype::f32, {})}}));
}

TEST(tree_of_structure, refuses_what_is_none) {
  EXPECT_THROW(tree_of_structure("{"), format_error);
  EXPECT_THROW(tree_of_structure(R"("F8[2]")"), format_error);
  EXPECT_THROW(tree_of_structure(R"("F32")"), format_error);
  EXPECT_THROW(tree_of_structure(R"({"set": []})"), format_error);
}

TEST(read_trace, gives_a_run_step_by_step) {
  const replay::trace t = read_trace(golden("adamw_mask_tree"));
  EXPECT_EQ(t.name, "adamw_mask_tree");
  EXPECT_EQ(t.recipe, "optax.adamw(1e-2, weight_decay=0.1, mask=mask)");
  EXPECT_EQ(t.expectation, "libm");
  EXPECT_FALSE(t.x64);
  EXPECT_FALSE(t.params["deep"][1].leaf().size());
  EXPECT_EQ(t.state[0]["count"].leaf().item(), 0);
  EXPECT_EQ(t.steps.front().state[0]["count"].leaf().item(), 1);
  EXPECT_EQ(t.steps.back().state[0]["count"].leaf().item(), static_cast<double>(t.steps.size()));
  EXPECT_EQ(t.steps[0].grads.structure(), t.params.structure());
  EXPECT_TRUE(t.steps[0].extra.empty());
}

TEST(read_trace, refuses_other_files) {
  EXPECT_THAT([] { read_trace(golden("schedules")); },
              testing::ThrowsMessage<format_error>(
                  testing::HasSubstr("is of the format optaxx.schedules.v1")));
}

}  // namespace
