#include "tensors/comparison.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <span>

namespace {

using optaxx::io::safetensors;
using optaxx::io::tensor;
using tensors::compare;
using tensors::compared_entry;
using tensors::verdict;

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T, std::size_t n>
tensor of(const char* tag, const T (&values)[n]) {
  return {tag, {static_cast<std::int64_t>(n)}, std::as_bytes(std::span(values))};
}

compared_entry only(const tensor& a, const tensor& b) {
  const auto entries = compare({{}, {{"x", a}}, {}}, {{}, {{"x", b}}, {}});
  EXPECT_EQ(entries.size(), 1);
  EXPECT_EQ(entries[0].name, "x");
  return entries[0];
}

const float one[] = {1, 2};

TEST(compare, measures_floats_in_ulp) {
  const float near[] = {std::nextafter(std::nextafter(1.0F, 2.0F), 2.0F), 2};
  const compared_entry e = only(of("F32", near), of("F32", one));
  EXPECT_EQ(e.is, verdict::different);
  EXPECT_EQ(e.distance.ulp, 2);
}

TEST(compare, takes_nan_for_nan_and_zeros_of_either_sign_for_the_same) {
  const float a[] = {NAN, 0};
  const float b[] = {-NAN, -0.0F};
  EXPECT_EQ(only(of("F32", a), of("F32", b)).is, verdict::same);
  const compared_entry e = only(of("F32", a), of("F32", one));
  EXPECT_EQ(e.is, verdict::different);
  EXPECT_EQ(e.distance.ulp, infinity);
}

TEST(compare, integers_are_the_same_or_infinitely_far) {
  const std::int32_t a[] = {1, 2};
  const std::int32_t b[] = {1, 3};
  EXPECT_EQ(only(of("I32", a), of("I32", a)).is, verdict::same);
  EXPECT_EQ(only(of("I32", a), of("I32", b)).distance.ulp, infinity);
}

TEST(compare, foreign_types_by_their_bytes) {
  const unsigned char a[] = {1, 2};
  const unsigned char b[] = {1, 3};
  EXPECT_EQ(only(of("F8_E4M3", a), of("F8_E4M3", a)).is, verdict::same);
  EXPECT_EQ(only(of("F8_E4M3", a), of("F8_E4M3", b)).is, verdict::different);
}

TEST(compare, names_other_forms_and_what_one_file_alone_has) {
  tensor column = of("F32", one);
  column.shape = {2, 1};
  const auto entries =
      compare({{}, {{"b", of("F32", one)}, {"c", of("F32", one)}, {"d", of("F32", one)}}, {}},
              {{}, {{"a", of("F32", one)}, {"c", column}, {"d", of("I32", one)}}, {}});
  std::vector<std::pair<std::string, verdict>> found;
  for (const compared_entry& e : entries) {
    found.emplace_back(e.name, e.is);
    EXPECT_EQ(e.distance.ulp, infinity);
  }
  EXPECT_THAT(found, testing::ElementsAre(testing::Pair("a", verdict::only_in_b),
                                          testing::Pair("b", verdict::only_in_a),
                                          testing::Pair("c", verdict::other_form),
                                          testing::Pair("d", verdict::other_form)));
}

}  // namespace
