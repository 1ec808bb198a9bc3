// What takes a second for 100,000 arrays, and would take hours if it went through all of them for
// each.
#include <gtest/gtest.h>

#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;

constexpr std::size_t leaves = 100'000;

// Half of them `w` and half `b` of a layer, or all side by side.
tree wide(bool in_layers) {
  std::vector<std::pair<std::string, tree>> items;
  for (std::size_t i = 0; i < (in_layers ? leaves / 2 : leaves); ++i) {
    const std::string name = "layer" + std::to_string(i);
    const tree leaf = array{0.5F, -2.0F};
    items.emplace_back(name, in_layers ? tree{{"w", leaf}, {"b", leaf}} : leaf);
  }
  return tree::dict(std::move(items));
}

class a_tree_of_many_leaves : public testing::TestWithParam<bool> {
 protected:
  const tree params_ = wide(GetParam());
  const char* const some_ = GetParam() ? "**/w" : "layer*9";
};

TEST_P(a_tree_of_many_leaves, is_masked_by_path) {
  const transformation tx = masked(scale(2), paths(some_));
  opt_state state = tx.init(params_);
  const tree updates = tx.update(params_, state);
  std::size_t doubled = 0;
  for (const array& a : updates.leaves()) doubled += a.values<float>()[0] == 1.0F ? 1 : 0;
  EXPECT_EQ(doubled, GetParam() ? leaves / 2 : leaves / 10);
}

TEST_P(a_tree_of_many_leaves, is_labelled_saved_and_loaded) {
  const transformation tx = partition(
      {.transforms = {{"a", adam(0.1)}, {"b", sgd({.learning_rate = 0.1, .momentum = 0.9})}},
       .param_labels = path_labels({{some_, "a"}, {"**", "b"}})});
  const support::temporary_directory directory;
  tree one = params_;
  opt_state state = tx.init(one);
  tx.step(params_, state, one);
  save_state(directory / "state.safetensors", state);
  opt_state loaded = tx.init(params_);
  load_state(directory / "state.safetensors", loaded);
  tree other = one;
  tx.step(params_, state, one);
  tx.step(params_, loaded, other);
  EXPECT_EQ(one, other);
}

TEST_P(a_tree_of_many_leaves, knows_its_paths_and_finds_what_is_at_them) {
  std::size_t i = 0;
  tree_map_with_path(
      [&](const std::string& path, const array& leaf) {
        EXPECT_EQ(params_.at(path).leaf().data(), leaf.data());
        EXPECT_EQ(params_.path(i++), path);
        return true;
      },
      params_);
}

TEST_P(a_tree_of_many_leaves, that_differs_in_the_last_one_is_refused_by_its_name) {
  std::vector<std::pair<std::string, tree>> items;
  for (const key& k : params_.keys()) items.emplace_back(k.text(), params_[k]);
  items.back().second = tree{{"other", array{1.0F}}};
  const tree updates = tree::dict(std::move(items));
  const transformation tx = adam(0.1);
  opt_state state = tx.init(params_);
  EXPECT_THROW(tx.update(updates, state), tree_mismatch);
}

INSTANTIATE_TEST_SUITE_P(side_by_side_or_in_layers, a_tree_of_many_leaves, testing::Bool());

}  // namespace
