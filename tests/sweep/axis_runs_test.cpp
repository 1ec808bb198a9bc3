#include "sweep/axis_runs.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace {

using namespace optaxx;

TEST(axis_runs, go_over_each_element_once_wherever_they_are_cut) {
  const shape s{3, 4, 5};
  for (unsigned mask = 0; mask < 8; ++mask) {
    const std::vector<bool> reduced{(mask & 4U) != 0, (mask & 2U) != 0, (mask & 1U) != 0};
    const axis_runs along(s, reduced);
    for (std::size_t cut = 0; cut <= 60; ++cut) {
      std::vector<int> seen(60, 0);
      std::vector<std::size_t> elements(along.units(), 0);
      const auto count = [&](const axis_runs::run& r) {
        for (std::size_t i = 0; i < r.elements; ++i) {
          ++seen[r.element + i];
          ++elements[r.unit + i * r.step];
        }
      };
      along.for_each_run(0, cut, count);
      along.for_each_run(cut, 60, count);
      EXPECT_THAT(seen, testing::Each(1)) << mask << ", cut at " << cut;
      EXPECT_THAT(elements, testing::Each(along.elements_of_unit())) << mask << ", cut at " << cut;
    }
  }
}

}  // namespace
