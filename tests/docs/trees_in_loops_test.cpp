// The code of docs/trees_in_loops.md.
#include <gmock/gmock.h>

#include <cstdint>
#include <cstdio>
#include <optaxx/optaxx.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace optax = optaxx;

TEST(trees_in_loops, have_dicts_and_lists) {
  const std::vector<std::size_t> widths{4, 3, 2};
  std::vector<optax::tree> layers;
  for (std::size_t i = 0; i < widths.size() - 1; ++i) {
    const auto in = static_cast<std::int64_t>(widths[i]);
    const auto out = static_cast<std::int64_t>(widths[i + 1]);
    layers.push_back({{"w", optax::array(optax::dtype::f32, {in, out})},
                      {"b", optax::array(optax::dtype::f32, {out})}});
  }
  std::vector<std::pair<optax::key, optax::tree>> model;
  model.emplace_back("layers", optax::tree::list(std::move(layers)));
  model.emplace_back("temperature", optax::array(1.0F));
  const optax::tree params = optax::tree::dict(std::move(model));

  EXPECT_EQ(params.structure()->text(),
            "{'layers': [{'b': *, 'w': *}, {'b': *, 'w': *}], 'temperature': *}");
  EXPECT_EQ(params.path(0), "layers/0/b");
  EXPECT_EQ(params.at("layers/1/w").leaf().shape(), (optax::shape{3, 2}));
}

struct parameter {
  std::string name;
  std::int64_t rows;
  std::int64_t columns;
  std::vector<float> values;
};

TEST(trees_in_loops, borrow_memory) {
  std::vector<parameter> parameters{{"a.weight", 2, 2, {1, 2, 3, 4}}, {"a.bias", 1, 2, {5, 6}}};

  std::vector<std::pair<optax::key, optax::tree>> items;
  for (parameter& p : parameters)
    items.emplace_back(p.name, optax::borrow(p.values.data(), {p.rows, p.columns}));
  optax::tree borrowed = optax::tree::dict(std::move(items));

  const auto tx = optax::masked(optax::sgd(1.0), optax::paths("*bias"));
  optax::opt_state state = tx.init(borrowed);
  const optax::tree grads = optax::tree_full_like(borrowed, 1.0);
  tx.step(grads, state, borrowed);
  EXPECT_THAT(parameters[0].values, testing::ElementsAre(2, 3, 4, 5));
  EXPECT_THAT(parameters[1].values, testing::ElementsAre(4, 5));
}

TEST(trees_in_loops, have_others_of_their_structure) {
  std::vector<float> weight(4, 1.0F);
  const optax::tree borrowed{{"a.weight", optax::borrow(weight.data(), {2, 2})},
                             {"a.bias", optax::array{1.0F, 2.0F}}};

  const optax::tree zeros = optax::tree_zeros_like(borrowed);
  const optax::mask_tree matrices =
      optax::tree_map([](const optax::array& x) { return x.shape().rank() > 1; }, borrowed);
  const optax::label_tree labels = optax::tree_map_with_path(
      [](const std::string& path, const optax::array&) {
        return std::string(path.ends_with("bias") ? "plain" : "decay");
      },
      borrowed);
  EXPECT_EQ(zeros["a.bias"].leaf(), (optax::array{0.0F, 0.0F}));
  EXPECT_EQ(matrices, (optax::mask_tree{{"a.weight", true}, {"a.bias", false}}));
  EXPECT_EQ(labels, (optax::label_tree{{"a.weight", "decay"}, {"a.bias", "plain"}}));

  testing::internal::CaptureStdout();
  for (std::size_t i = 0; i < borrowed.leaves().size(); ++i)
    std::printf("%s: %zu numbers\n", borrowed.path(i).c_str(), borrowed.leaves()[i].size());
  std::fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "a.bias: 2 numbers\na.weight: 4 numbers\n");
}

}  // namespace
