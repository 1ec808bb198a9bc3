#include "linalg/axis_sums.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "optaxx/core/astype.hpp"
#include "optaxx/tree_utils/tree_sum.hpp"
#include "support/user_rules.hpp"

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

// Of neighbours in 32 lanes, in blocks of 4096 that are added pairwise, as sums of leaves are; a
// unit's runs one after the other, and so what lies apart.
double sum_of(const std::vector<float>& unit, std::size_t run) {
  double sum = 0;
  for (std::size_t first = 0; first < unit.size(); first += run) {
    if (run == 1) {
      sum += static_cast<double>(unit[first]);
      continue;
    }
    const std::vector<float> part(unit.begin() + static_cast<std::ptrdiff_t>(first),
                                  unit.begin() + static_cast<std::ptrdiff_t>(first + run));
    std::vector<double> blocks;
    for (std::size_t at = 0; at < part.size(); at += 4096) {
      std::vector<double> lanes(32, 0.0);
      for (std::size_t i = at; i < std::min(part.size(), at + 4096); ++i)
        lanes[i % 32] += static_cast<double>(part[i]);
      for (std::size_t half = 16; half > 0; half /= 2) {
        for (std::size_t i = 0; i < half; ++i) lanes[i] += lanes[i + half];
      }
      blocks.push_back(lanes[0]);
    }
    for (std::size_t stride = 1; stride < blocks.size(); stride *= 2) {
      for (std::size_t i = 0; i + stride < blocks.size(); i += 2 * stride)
        blocks[i] += blocks[i + stride];
    }
    sum += blocks[0];
  }
  return sum;
}

// How many elements of a unit lie one behind the other.
std::size_t run_of(const shape& s, const std::vector<bool>& reduced) {
  std::size_t run = 1;
  for (std::size_t axis = s.rank(); axis-- > 0 && (reduced[axis] || s[axis] == 1);)
    run *= static_cast<std::size_t>(s[axis]);
  return run;
}

TEST(axis_sums, are_added_in_an_order_that_the_shape_decides) {
  for (const shape& s : {shape{5, 7, 3}, shape{1, 33, 2}, shape{4100, 2, 1}, shape{2, 70, 1},
                         shape{3, 1, 1}, shape{2, 4099, 2}}) {
    array a(dtype::f32, s);
    for (std::size_t i = 0; i < a.size(); ++i)
      a.mutable_data<float>()[i] = 0.1F + 0.37F * static_cast<float>(i % 101);
    const array doubles = astype(a, dtype::f64);
    for (unsigned mask = 0; mask < 8; ++mask) {
      const std::vector<bool> reduced{(mask & 4U) != 0, (mask & 2U) != 0, (mask & 1U) != 0};
      const axis_runs along(s, reduced);
      const auto units = units_of(a, reduced);
      ASSERT_EQ(along.units(), units.size());
      ASSERT_EQ(along.elements_of_unit() * along.units(), a.size());
      const std::vector<float> sums = axis_sums(along, a.data<float>());
      const std::vector<double> halves =
          axis_sums(along, doubles.data<double>(), [](double x) { return x / 2; });
      for (std::size_t u = 0; u < units.size(); ++u) {
        const double expected = sum_of(units[u], run_of(s, reduced));
        ASSERT_EQ(sums[u], static_cast<float>(expected)) << s.text() << ' ' << mask;
        ASSERT_EQ(halves[u], expected / 2) << s.text() << ' ' << mask;
      }
    }
  }
}

// A leaf of a tree has the sum of one unit.
TEST(axis_sums, of_all_axes_are_the_sum_of_a_leaf) {
  for (const std::int64_t n : {1, 33, 4096, 8200, 100'000}) {
    array a(dtype::f32, {n});
    for (std::size_t i = 0; i < a.size(); ++i)
      a.mutable_data<float>()[i] = 0.1F + 0.37F * static_cast<float>(i % 101);
    const double sum = support::asked_in_a_step(
        tree(array(a)), [](sweep& s) { return s.leaf_sums(support::hand_on{})[0]; });
    EXPECT_EQ(sum,
              static_cast<double>(axis_sums(axis_runs(a.shape(), {true}), a.data<float>())[0]));
    EXPECT_EQ(sum, tree_sum(tree(array(a))));
  }
}

TEST(axis_sums, of_nothing_are_zero_or_none) {
  EXPECT_THAT(axis_sums(axis_runs({0, 3}, {true, false}), static_cast<const float*>(nullptr)),
              testing::ElementsAre(0.0F, 0.0F, 0.0F));
  EXPECT_TRUE(
      axis_sums(axis_runs({0, 3}, {false, true}), static_cast<const float*>(nullptr)).empty());
}

}  // namespace
