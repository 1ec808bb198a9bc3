#include <gmock/gmock.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "optaxx/core/tree.hpp"
#include "optaxx/fmt.hpp"

namespace {

using namespace optaxx;

template <class T>
array counting(shape extents, T step = 1) {
  array a(dtype_of<T>, extents);
  for (std::size_t i = 0; i < a.size(); ++i) a.mutable_data<T>()[i] = static_cast<T>(i) * step;
  return a;
}

TEST(to_string, of_numbers_aligns_their_points) {
  EXPECT_EQ(to_string(array{1.0F, 2.0F, 3.0F}), "[1. 2. 3.]");
  EXPECT_EQ(to_string(array{1.0F, -20.25F, 0.5F}), "[  1.   -20.25   0.5 ]");
  EXPECT_EQ(to_string(array{0.1F, 0.2F}), "[0.1 0.2]");
  EXPECT_EQ(to_string(array{1.0, NAN, -INFINITY}), "[  1.  nan -inf]");
}

TEST(to_string, takes_exponents_where_numbers_differ_much) {
  EXPECT_EQ(to_string(array{1e-8F, 1.0F}), "[1.e-08 1.e+00]");
  EXPECT_EQ(to_string(array{1.25e-8F, 1.0F}), "[1.25e-08 1.00e+00]");
  EXPECT_EQ(to_string(array{1e9F, 0.0F}), "[1.e+09 0.e+00]");
}

TEST(to_string, shows_at_most_eight_digits) {
  EXPECT_EQ(to_string(array{1.0F / 3.0F}), "[0.33333334]");
  EXPECT_EQ(to_string(array{2.0 / 3.0, 100.0 / 3.0}), "[ 0.66666667 33.333333  ]");
}

TEST(to_string, of_a_small_float_shows_no_more_than_it_knows) {
  EXPECT_EQ(to_string(array::scalar(dtype::bf16, 0.1)), "0.1");
  EXPECT_EQ(to_string(array::scalar(dtype::f16, 0.1)), "0.1");
  EXPECT_EQ(to_string(array::scalar(dtype::f16, 65504)), "65500.0");
}

TEST(to_string, of_a_scalar_has_no_brackets) {
  EXPECT_EQ(to_string(array(1.0F)), "1.0");
  EXPECT_EQ(to_string(array(1e-8)), "1e-08");
  EXPECT_EQ(to_string(array::scalar(dtype::i32, 7)), "7");
  EXPECT_EQ(to_string(array::scalar(dtype::boolean, 1)), "True");
}

TEST(to_string, of_nothing_is_empty_brackets) {
  EXPECT_EQ(to_string(array()), "[]");
  EXPECT_EQ(to_string(array(dtype::f32, {0, 3})), "[]");
}

TEST(to_string, nests_brackets) {
  EXPECT_EQ(to_string(counting<std::int32_t>({2, 3}, 5)), "[[ 0  5 10]\n [15 20 25]]");
  EXPECT_EQ(to_string(counting<std::int32_t>({2, 2, 2})),
            "[[[0 1]\n  [2 3]]\n\n [[4 5]\n  [6 7]]]");
}

TEST(to_string, breaks_long_rows) {
  EXPECT_EQ(to_string(counting<std::int32_t>({30})),
            "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
            " 24 25 26 27 28 29]");
}

TEST(to_string, of_more_than_a_thousand_shows_the_edges) {
  EXPECT_EQ(to_string(counting<std::int32_t>({1001})), "[   0    1    2 ...  998  999 1000]");
  EXPECT_EQ(to_string(counting<std::int64_t>({500, 3})),
            "[[   0    1    2]\n [   3    4    5]\n [   6    7    8]\n ...\n"
            " [1491 1492 1493]\n [1494 1495 1496]\n [1497 1498 1499]]");
  EXPECT_EQ(to_string(counting<std::int32_t>({1000})).find("..."), std::string::npos);
}

TEST(to_string, of_a_tree_is_a_listing) {
  const tree params{{"dense", {{"w", counting<float>({2, 3})}, {"b", array{0.5F, -0.5F}}}},
                    {"layers", list(array(1.0F), none)}};
  EXPECT_EQ(to_string(params),
            "dense:\n"
            "  b: float32 (2,)  [ 0.5 -0.5]\n"
            "  w: float32 (2, 3)\n"
            "    [[0. 1. 2.]\n"
            "     [3. 4. 5.]]\n"
            "layers: list\n"
            "  0: float32 ()  1.0\n"
            "  1: None");
}

TEST(to_string, of_a_state_names_its_structs) {
  const tree state = tuple(
      tree::named_struct("EmptyState", {}),
      tree::named_struct("ScaleByAdamState", {{"count", array::scalar(dtype::i32, 3)},
                                              {"mu", tree{{"w", array{1.0F}}}},
                                              {"key", tree::rng_key(array(dtype::u32, {2}))}}),
      tree::ordered_dict({{"b", none}, {"a", tree::tuple({})}}), tree::dict({}));
  EXPECT_EQ(to_string(state),
            "tuple\n"
            "  0: EmptyState()\n"
            "  1: ScaleByAdamState\n"
            "    count: int32 ()  3\n"
            "    mu:\n"
            "      w: float32 (1,)  [1.]\n"
            "    key: PRNG key uint32 (2,)  [0 0]\n"
            "  2: OrderedDict\n"
            "    b: None\n"
            "    a: ()\n"
            "  3: {}");
}

TEST(to_string, of_a_leaf_or_nothing_is_one_line) {
  EXPECT_EQ(to_string(tree(array(0.5))), "float64 ()  0.5");
  EXPECT_EQ(to_string(tree()), "None");
}

TEST(to_string, quotes_keys_that_are_no_names) {
  EXPECT_EQ(to_string(mask_tree{{"1", true}, {"a b", false}, {"layer_1.w", true}, {"", true}}),
            "'': True\n'1': True\n'a b': False\nlayer_1.w: True");
  EXPECT_EQ(to_string(mask_tree::dict({{key(1), true}})), "1: True");
}

TEST(to_string, of_masks_and_labels_shows_their_values) {
  EXPECT_EQ(to_string(mask_tree{{"a", true}, {"b", {{"c", false}}}}), "a: True\nb:\n  c: False");
  EXPECT_EQ(to_string(label_tree{{"a", "decay"}}), "a: 'decay'");
}

TEST(to_string, puts_long_rows_below_their_name) {
  const std::string text = to_string(tree{{"w", counting<std::int32_t>({40})}});
  EXPECT_THAT(text, testing::StartsWith("w: int32 (40,)\n  [ 0  1"));
}

struct derived_tree : tree {
  using tree::tree;
};

TEST(fmt, writes_arrays_trees_dtypes_and_shapes) {
  const tree t{{"w", array{1.0F, 2.0F}}};
  EXPECT_EQ(fmt::format("{}", t["w"].leaf()), "[1. 2.]");
  EXPECT_EQ(fmt::format("{}", t), "w: float32 (2,)  [1. 2.]");
  EXPECT_EQ(fmt::format("{}", t["w"]), "float32 (2,)  [1. 2.]");
  EXPECT_EQ(fmt::format("{}", derived_tree(array(1.0F))), "float32 ()  1.0");
  EXPECT_EQ(fmt::format("{}", mask_tree(true)), "True");
  EXPECT_EQ(fmt::format("{:>9}|{}", dtype::bf16, shape{2, 3}), " bfloat16|(2, 3)");
}

}  // namespace
