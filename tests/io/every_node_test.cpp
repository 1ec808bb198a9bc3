// A tree with every kind of node, dtype and key, as JAX has written it with tools/optaxx_jax.py.
#include <gmock/gmock.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "optaxx/core/tree.hpp"
#include "optaxx/io/tree_file.hpp"
#include "optaxx/random/prng_key.hpp"
#include "support/compare.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;

array two(dtype type, double first, double second) {
  array a(type, {2});
  const array values[] = {array::scalar(type, first), array::scalar(type, second)};
  for (std::size_t i = 0; i < 2; ++i) {
    std::memcpy(static_cast<std::byte*>(a.mutable_data()) + i * size_of(type), values[i].data(),
                size_of(type));
  }
  return a;
}

array counted(const shape& s) {
  array a(dtype::f32, s);
  for (std::size_t i = 0; i < a.size(); ++i) a.mutable_data<float>()[i] = static_cast<float>(i);
  return a;
}

tree three_keys() {
  array data(dtype::u32, {3, 2});
  std::size_t i = 0;
  for (const prng_key& k : random::split(random::key(7), 3)) {
    for (const std::uint32_t word : k.words()) data.mutable_data<std::uint32_t>()[i++] = word;
  }
  return tree::rng_key(std::move(data));
}

// every_node() of resume/every_node.py.
tree every_node() {
  return {
      {"", {{"", array(5.0F)}}},
      {"dtypes",
       tree::list({two(dtype::f32, 1.5, -2), two(dtype::f64, 1.5, -2), two(dtype::bf16, 1.5, -2),
                   two(dtype::f16, 1.5, -2), two(dtype::i32, 1, 2), two(dtype::i64, 1, 2),
                   two(dtype::u32, 1, 2), two(dtype::boolean, 1, 0)})},
      {"shapes", tuple(array(3.0F), array(dtype::f64, {0, 3}), counted({1, 2, 3}))},
      {"keys", {{"one", prng_key(7).leaf()}, {"three", three_keys()}}},
      {"leafless",
       tree::list({none, tree::tuple({}), tree::dict({}), tree::named_struct("EmptyState", {}),
                   tree::named_struct("MaskedNode", {})})},
      {"ordered", tree::ordered_dict({{"z", array(1.0F)}, {"a", array(2.0F)}})},
      {"ints",
       tree::dict({{key(2), array(1.0F)}, {key(10), tree::dict({{key(true), array(2.0F)}})}})},
      {"a/b%c \"ü\"",
       tree::named_struct("ScaleByAdamState", {{"count", array::scalar(dtype::i32, 4)},
                                               {"mu", tree{{"w", array(1.0F)}}},
                                               {"nu", tree{{"w", array(2.0F)}}}})},
  };
}

TEST(a_tree_of_jax, is_the_same_here) {
  const std::filesystem::path file = OPTAXX_TEST_DATA_DIR "/io/resume/every_node.safetensors";
  EXPECT_TRUE(support::same_tree(load_tree(file), every_node()));
  EXPECT_EQ(load_metadata(file).at("note"), "naïve");
  if (const char* const wanted = std::getenv("OPTAXX_RESUME_DIR"))
    save_tree(std::filesystem::path(wanted) / "every_node.safetensors", every_node());
}

}  // namespace
