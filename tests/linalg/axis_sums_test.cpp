#include "linalg/axis_sums.hpp"

#include <gmock/gmock.h>

#include <string>

#include "optaxx/tree_utils/tree_sum.hpp"

namespace {

using namespace optaxx;

// The elements of each unit, found index by index.
std::vector<std::vector<float>> units_of(const array& a, const std::vector<bool>& reduced) {
  const shape& s = a.shape();
  std::size_t units = 1;
  for (std::size_t axis = 0; axis < s.rank(); ++axis)
    units *= reduced[axis] ? 1 : static_cast<std::size_t>(s[axis]);
  std::vector<std::vector<float>> result(units);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t unit = 0;
    std::size_t rest = i;
    std::size_t stride = 1;
    for (std::size_t axis = s.rank(); axis-- > 0;) {
      const std::size_t at = rest % static_cast<std::size_t>(s[axis]);
      rest /= static_cast<std::size_t>(s[axis]);
      if (reduced[axis]) continue;
      unit += at * stride;
      stride *= static_cast<std::size_t>(s[axis]);
    }
    result[unit].push_back(a.data<float>()[i]);
  }
  return result;
}

// Along any axes, a unit's sum has the bits of a leaf of the unit's elements.
TEST(axis_sums, have_the_bits_of_the_sum_of_a_leaf) {
  for (const shape& s : {shape{5, 7, 3}, shape{1, 33, 2}, shape{4100, 2, 1}, shape{2, 70, 1},
                         shape{3, 1, 1}, shape{2, 4099, 2}}) {
    array a(dtype::f32, s);
    for (std::size_t i = 0; i < a.size(); ++i)
      a.mutable_data<float>()[i] = 0.1F + 0.37F * static_cast<float>(i % 101);
    for (unsigned mask = 0; mask < 8; ++mask) {
      const std::vector<bool> reduced{(mask & 4U) != 0, (mask & 2U) != 0, (mask & 1U) != 0};
      const axis_sums along(s, reduced);
      const auto units = units_of(a, reduced);
      ASSERT_EQ(along.units(), units.size());
      ASSERT_EQ(along.elements() * along.units(), a.size());
      const std::vector<float> sums = along.sums(a.data<float>());
      for (std::size_t u = 0; u < units.size(); ++u) {
        const tree leaf = borrow(units[u].data(), {static_cast<std::int64_t>(units[u].size())});
        ASSERT_EQ(static_cast<double>(sums[u]), tree_sum(leaf)) << s.text() << ' ' << mask;
      }
    }
  }
}

TEST(axis_sums, go_over_each_element_once_in_runs) {
  const shape s{3, 4, 5};
  for (unsigned mask = 0; mask < 8; ++mask) {
    const std::vector<bool> reduced{(mask & 4U) != 0, (mask & 2U) != 0, (mask & 1U) != 0};
    const axis_sums along(s, reduced);
    std::vector<int> seen(60, 0);
    std::vector<std::size_t> elements(along.units(), 0);
    along.for_each_run([&](std::size_t at, std::size_t unit, std::size_t n, std::size_t step) {
      for (std::size_t i = 0; i < n; ++i) {
        ++seen[at + i];
        ++elements[unit + i * step];
      }
    });
    EXPECT_THAT(seen, testing::Each(1)) << mask;
    EXPECT_THAT(elements, testing::Each(along.elements())) << mask;
  }
}

TEST(axis_sums, of_nothing_are_zero_or_none) {
  EXPECT_THAT(axis_sums({0, 3}, {true, false}).sums(static_cast<const float*>(nullptr)),
              testing::ElementsAre(0.0F, 0.0F, 0.0F));
  EXPECT_TRUE(axis_sums({0, 3}, {false, true}).sums(static_cast<const float*>(nullptr)).empty());
}

}  // namespace
