// A run that begins in Optax and goes on here: resume/resume.py has recorded it.
#include <gmock/gmock.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optaxx/optaxx.hpp>
#include <string>

#include "replay/distance.hpp"
#include "support/compare.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using support::same_tree;

constexpr std::int64_t leg = 100;

// One of a stack of arrays.
array slice(const array& stack, std::int64_t k) {
  array one(stack.dtype(), shape(stack.shape().begin() + 1, stack.shape().end()));
  std::memcpy(
      one.mutable_data(),
      static_cast<const std::byte*>(stack.data()) + static_cast<std::size_t>(k) * one.bytes(),
      one.bytes());
  return one;
}

struct run {
  tree params;
  opt_state state;
};

// What Optax has after 100 steps, and 100 steps of ours.
run resumed(const std::filesystem::path& recorded) {
  const transformation tx = recipe(load_metadata(recorded).at("recipe"));
  run r{load_tree(recorded, "after_100/params"), tx.init(load_tree(recorded, "after_100/params"))};
  load_state(recorded, r.state, {.part = "after_100/state"});
  const tree grads = load_tree(recorded, "grads");
  for (std::int64_t k = 0; k < leg; ++k)
    tx.step(tree_map([&](const array& stack) { return slice(stack, k); }, grads), r.state,
            r.params);
  return r;
}

// For `resume.py check`, which runs the third leg in Optax.
void write(const run& r, const std::string& name) {
  const support::temporary_directory directory;
  const char* const wanted = std::getenv("OPTAXX_RESUME_DIR");
  const std::filesystem::path where = wanted == nullptr ? directory.path() : wanted;
  std::filesystem::create_directories(where);
  save_tree(where / (name + ".safetensors"), {{"params", r.params}, {"state", tree(r.state)}});
}

std::filesystem::path recorded(const std::string& name) {
  return OPTAXX_TEST_DATA_DIR "/io/resume/" + name + ".safetensors";
}

class resume : public testing::TestWithParam<const char*> {};

TEST_P(resume, after_200_steps_everything_has_the_bits_of_optax) {
  const auto file = recorded(GetParam());
  const run r = resumed(file);
  EXPECT_TRUE(same_tree(r.params, load_tree(file, "after_200/params")));
  EXPECT_TRUE(same_tree(r.state, load_tree(file, "after_200/state")));
  write(r, GetParam());
}

INSTANTIATE_TEST_SUITE_P(recorded, resume,
                         testing::Values("adamw", "multi_steps", "partition", "inject_hyperparams"),
                         [](const auto& info) { return std::string(info.param); });

// XLA adds a norm's squares in an order of its own.
TEST(resume_with_a_norm, is_within_3_ulp_of_the_largest_element_of_a_leaf) {
  const auto file = recorded("clip_by_global_norm");
  const run r = resumed(file);
  const tree params = load_tree(file, "after_200/params");
  const tree state = load_tree(file, "after_200/state");
  replay::distance d;
  for (std::size_t i = 0; i < params.leaves().size(); ++i)
    d.widen(replay::distance_between(r.params.leaves()[i], params.leaves()[i]));
  for (std::size_t i = 0; i < state.leaves().size(); ++i)
    d.widen(replay::distance_between(r.state.leaves()[i], state.leaves()[i]));
  EXPECT_LE(d.leaf_ulp, 3);
  EXPECT_LE(d.relative, 5.2e-7);
  write(r, "clip_by_global_norm");
}

}  // namespace
