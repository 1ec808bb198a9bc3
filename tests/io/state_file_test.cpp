#include "optaxx/io/state_file.hpp"

#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>
#include <string>

#include "support/bytes.hpp"
#include "support/compare.hpp"
#include "support/every_transformation.hpp"
#include "support/hostile.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using support::contents;
using support::same_tree;
using support::temporary_directory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

array filled(const shape& s, unsigned seed, dtype type = dtype::f32) {
  array a(type, s);
  support::fill(a, contents::plain, seed);
  return a;
}

tree example() {
  return {{"even0", tree{{"b", filled({3}, 1)}, {"w", filled({4, 6}, 2)}}},
          {"odd1", tree{{"b", filled({70}, 3)}, {"w", filled({2, 3, 5}, 4)}}}};
}

tree small() { return {{"dense", {{"b", filled({3}, 1)}, {"w", filled({3, 4}, 2)}}}}; }

void take_step(const transformation& tx, opt_state& state, tree& params, unsigned n) {
  tree grads = params;
  for (std::size_t i = 0; i < grads.leaves().size(); ++i)
    support::fill(grads.leaves()[i], contents::plain, 1000 * n + static_cast<unsigned>(i));
  tx.step(grads, state, params);
}

TEST(load_state, goes_on_with_every_transformation) {
  const temporary_directory directory;
  for (const support::named_transformation& row : support::every_transformation()) {
    SCOPED_TRACE(row.name);
    tree params = example();
    opt_state state = row.tx.init(params);
    for (unsigned n = 0; n < 3; ++n) take_step(row.tx, state, params, n);
    save_state(directory / "state", state);
    save_tree(directory / "params", params);

    tree loaded_params = load_tree(directory / "params");
    opt_state loaded = row.tx.init(loaded_params);
    take_step(row.tx, loaded, loaded_params, 9);  // a program for the state, which must not remain
    load_state(directory / "state", loaded);
    loaded_params = load_tree(directory / "params");
    ASSERT_TRUE(same_tree(loaded, state));
    for (unsigned n = 3; n < 6; ++n) {
      take_step(row.tx, state, params, n);
      take_step(row.tx, loaded, loaded_params, n);
    }
    ASSERT_TRUE(same_tree(loaded, state));
    ASSERT_TRUE(same_tree(loaded_params, params));
  }
}

TEST(load_state, goes_on_where_gradients_are_wider_than_parameters) {
  const temporary_directory directory;
  for (const support::named_transformation& row : support::every_transformation()) {
    SCOPED_TRACE(row.name);
    const tree params = tree_cast(example(), dtype::bf16);
    opt_state state = row.tx.init(params);
    save_state(directory / "before", state);
    row.tx.update(example(), state, params);
    save_state(directory / "wide", state);
    for (const bool begun : {false, true}) {
      opt_state loaded = row.tx.init(params);
      if (begun) row.tx.update(params, loaded, params);
      load_state(directory / "wide", loaded);
      ASSERT_TRUE(same_tree(loaded, state));
      opt_state expected = state;
      ASSERT_TRUE(same_tree(row.tx.update(example(), loaded, params),
                            row.tx.update(example(), expected, params)));
      ASSERT_TRUE(same_tree(loaded, expected));
      load_state(directory / "before", loaded);
      expected = row.tx.init(params);
      ASSERT_TRUE(same_tree(loaded, expected));
      ASSERT_TRUE(same_tree(row.tx.update(example(), loaded, params),
                            row.tx.update(example(), expected, params)));
    }
  }
}

TEST(load_state, takes_empty_keys) {
  const temporary_directory directory;
  const auto file = directory / "run";
  const transformation tx = adam(0.1);
  const tree grads{{"", array{1.0F, 2.0F}}};
  tree params = grads;
  opt_state state = tx.init(params);
  tx.step(grads, state, params);
  save_tree(file, {{"params", params}, {"state", state.root()}});
  const tree loaded_params = load_tree(file, "params");
  opt_state loaded = tx.init(loaded_params);
  load_state(file, loaded, {.part = "state"});
  EXPECT_TRUE(same_tree(loaded_params, params));
  EXPECT_TRUE(same_tree(loaded, state));
}

TEST(save_state, keeps_the_recipe_and_the_step) {
  const temporary_directory directory;
  const auto file = directory / "state";
  const transformation tx = chain(clip_by_global_norm(1.0), adam(1e-3));
  save_state(file, tx.init(small()), {.step = 100, .metadata = {{"run", "a"}}});
  const file_metadata found = load_metadata(file);
  EXPECT_EQ(found.at("recipe"), describe(tx));
  EXPECT_EQ(found.at("step"), "100");
  EXPECT_EQ(found.at("run"), "a");
  EXPECT_EQ(describe(recipe(found.at("recipe"))), describe(tx));
  save_state(file, tx.init(small()));
  EXPECT_FALSE(load_metadata(file).contains("step"));
  EXPECT_THAT(
      [&] {
        save_state(file, tx.init(small()), {.metadata = {{"recipe", ""}}});
      },
      ThrowsMessage<std::invalid_argument>("save_state: " + file.string() +
                                           ": the name 'recipe' of metadata is taken"));
}

// A file with the state of one transformation, and a state of another.
TEST(opt_state, that_init_has_not_made_is_in_no_file) {
  const temporary_directory directory;
  const auto file = directory.path() / "empty.safetensors";
  opt_state state;
  EXPECT_THAT([&] { save_state(file, state); },
              ThrowsMessage<std::invalid_argument>(
                  "save_state: the state is empty; init(params) makes one"));
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_THAT([&] { load_state(file, state); },
              ThrowsMessage<std::invalid_argument>(
                  "load_state: the state is empty; init(params) makes one"));
}

class load_state_into : public testing::Test {
 protected:
  void save(const transformation& tx, const tree& params) { save_state(file_, tx.init(params)); }
  void save(const tree& t) { save_tree(file_, t); }

  // What a load that changes nothing says.
  std::string refused(const transformation& tx, const tree& params,
                      const load_state_options& options = {}) {
    opt_state state = tx.init(params);
    tree stepped = params;
    take_step(tx, state, stepped, 0);
    const auto before = bytes_of(state);
    std::string message = "loaded";
    try {
      load_state(file_, state, options);
    } catch (const tree_mismatch& e) {
      message = e.what();
    }
    EXPECT_EQ(bytes_of(state) == before, message != "loaded");
    return message;
  }

  temporary_directory directory_;
  const std::filesystem::path file_ = directory_ / "state";
  const std::string here_ = "load_state: " + file_.string() + ":";
};

TEST_F(load_state_into, another_shape_is_refused) {
  save(trace(0.9), small());
  tree other = small();
  other["dense"]["w"] = filled({4, 3}, 3);
  EXPECT_EQ(refused(trace(0.9), other),
            here_ + " trace/dense/w has shape (3, 4), the state has (4, 3)");
}

TEST_F(load_state_into, another_dtype_is_refused) {
  save(adam(0.1, {.mu_dtype = dtype::bf16}), small());
  EXPECT_EQ(refused(adam(0.1), small()), here_ +
                                             "\n  0/mu/dense/b is bfloat16, the state has float32"
                                             "\n  0/mu/dense/w is bfloat16, the state has float32");
}

TEST_F(load_state_into, what_is_missing_and_what_is_too_much_is_named) {
  save(trace(0.9), small());
  EXPECT_EQ(refused(ema(0.9), small()),
            here_ +
                "\n  count is missing\n  ema/dense/b is missing\n  ema/dense/w is missing"
                "\n  trace/dense/b is not in the state\n  trace/dense/w is not in the state");
  std::vector<tree> many(30, tree(array(1.0F)));
  save(trace(0.9), tree::list({}));
  EXPECT_THAT(refused(trace(0.9), tree::list(many)),
              testing::AllOf(HasSubstr("\n  trace/19 is missing\n  and 10 more"),
                             testing::Not(HasSubstr("trace/20"))));
}

TEST_F(load_state_into, containers_must_be_the_same) {
  const array count = array::scalar(dtype::i32, 5);
  const transformation tx = scale_by_schedule([](std::int64_t) { return 1.0; });
  save(tree{{"count", count}});
  EXPECT_EQ(refused(tx, small()),
            here_ + " the root is a dict, the state has the struct ScaleByScheduleState");
  save(tree::named_struct("ScaleByScheduleState", {{"count", count}, {"more", none}}));
  EXPECT_EQ(refused(tx, small()),
            here_ + " the root has 2 children, the state has 1, without 'more'");
  save(list(none, tree::named_struct("ScaleByScheduleState", {{"count", count}})));
  EXPECT_EQ(refused(chain(identity(), tx), small()),
            here_ + " the root is a list, the state has a tuple");
  save(tuple(tree::named_struct("EmptyState", {}),
             tree::named_struct("ScaleByScheduleState", {{"count", count}})));
  EXPECT_EQ(refused(chain(identity(), tx), small()), "loaded");
}

TEST_F(load_state_into, memory_that_is_const_is_left) {
  const transformation tx = trace(0.9);
  save(tx, small());
  const std::vector<float> mine(3, 5.0F);
  opt_state state = tx.init(small());
  state["trace"]["dense"]["b"] = borrow(mine.data(), {3});
  EXPECT_THAT(
      [&] { load_state(file_, state); },
      ThrowsMessage<tree_mismatch>(
          here_ + " trace/dense/b of the state was borrowed as const and cannot be written to"));
  EXPECT_THAT(load_state(file_, state, {.partial = true}).left, ElementsAre("trace/dense/b"));
  EXPECT_EQ(mine[0], 5.0F);
}

TEST_F(load_state_into, a_key_is_no_array) {
  const transformation tx = add_noise(0.1, 0.5, prng_key(7));
  tree other = tx.init(small());
  other = tree::named_struct(
      "AddNoiseState", {{"count", tree(other["count"])}, {"rng_key", array(dtype::u32, {2})}});
  save(other);
  EXPECT_EQ(refused(tx, small()), here_ + " rng_key is a leaf, the state has a PRNG key");
}

TEST_F(load_state_into, part_of_it_is_loaded_only_if_asked_for) {
  const transformation tx = trace(0.9);
  tree params = small();
  opt_state saved = tx.init(params);
  take_step(tx, saved, params, 1);
  save(saved);
  tree more = small();
  more["dense"]["w"] = filled({5, 4}, 3);
  more = tree{{"dense", tree(more["dense"])}, {"head", filled({2}, 4)}};
  opt_state state = tx.init(more);
  const loaded_leaves result = load_state(file_, state, {.partial = true});
  EXPECT_THAT(result.loaded, ElementsAre("trace/dense/b"));
  EXPECT_THAT(result.left, ElementsAre("trace/dense/w", "trace/head"));
  EXPECT_THAT(result.unused, testing::IsEmpty());
  EXPECT_EQ(tree(state["trace"]["dense"]["b"]), tree(saved["trace"]["dense"]["b"]));
  EXPECT_EQ(state["trace"]["head"].leaf(), array(dtype::f32, {2}));

  opt_state other = ema(0.9).init(small());
  EXPECT_THAT(load_state(file_, other, {.partial = true}).unused,
              ElementsAre("trace/dense/b", "trace/dense/w"));
}

TEST_F(load_state_into, a_state_may_be_a_part_of_a_checkpoint) {
  const transformation tx = adam(0.1);
  tree params = small();
  opt_state saved = tx.init(params);
  take_step(tx, saved, params, 1);
  save(tree{{"params", params}, {"state", saved}});
  opt_state state = tx.init(small());
  const loaded_leaves result = load_state(file_, state, {.part = "state"});
  EXPECT_TRUE(same_tree(state, saved));
  EXPECT_THAT(result.loaded, testing::Contains("0/mu/dense/w"));
  EXPECT_TRUE(same_tree(load_tree(file_, "params"), params));
  EXPECT_THROW(load_state(file_, state, {.part = "states"}), std::out_of_range);
  EXPECT_THAT(refused(tx, small()), HasSubstr("0/count is missing"));
}

TEST_F(load_state_into, files_of_others_are_compared_by_name) {
  const std::string header = R"({"trace/a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  const std::uint64_t size = header.size();
  support::write_content(file_, std::string(reinterpret_cast<const char*>(&size), sizeof size) +
                                    header + std::string("\0\0\x80\x3f", 4));
  const transformation tx = trace(0.9);
  opt_state state = tx.init(tree{{"a", array{0.0F}}});
  load_state(file_, state);
  EXPECT_EQ(state["trace"]["a"].leaf(), array{1.0F});
}

TEST_F(load_state_into, int_keys_are_not_told_from_texts) {
  const auto with = [](auto make) {
    return tree::dict({{make("1"), filled({2}, 1)}, {make("2"), filled({2}, 2)}});
  };
  save(trace(0.9), with([](const char* t) { return key(t); }));
  EXPECT_EQ(refused(trace(0.9), with([](const char* t) { return key(std::stoi(t)); })), "loaded");
}

}  // namespace
