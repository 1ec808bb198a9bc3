#include "digits/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace digits {
namespace {

TEST(below, gives_every_number_about_as_often) {
  std::mt19937_64 rng = generator(0, purpose::split);
  std::vector<int> seen(6);
  for (int i = 0; i < 6000; ++i) ++seen[below(6, rng)];
  EXPECT_GT(*std::ranges::min_element(seen), 880);  // 1000 expected, 4 standard deviations
  EXPECT_LT(*std::ranges::max_element(seen), 1120);
}

TEST(symmetric_uniform, stays_in_its_limits_and_has_mean_zero) {
  std::mt19937_64 rng = generator(0, purpose::weights);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double x = symmetric_uniform(0.5, rng);
    ASSERT_LE(-0.5, x);
    ASSERT_LT(x, 0.5);
    sum += x;
  }
  EXPECT_NEAR(sum / 10'000, 0.0, 0.012);  // 4 standard deviations
}

TEST(shuffled, is_a_permutation_that_the_generator_decides) {
  std::mt19937_64 rng = generator(1, purpose::batches), same = rng;
  const std::vector<std::size_t> a = shuffled(100, rng), b = shuffled(100, same),
                                 c = shuffled(100, rng);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, c);
  EXPECT_THAT(c, testing::UnorderedElementsAreArray(a));
}

TEST(generator, differs_by_purpose_and_by_seed) {
  EXPECT_NE(generator(0, purpose::split)(), generator(0, purpose::weights)());
  EXPECT_NE(generator(0, purpose::split)(), generator(1, purpose::split)());
}

}  // namespace
}  // namespace digits
