#include "sweep/axis_runs.hpp"

namespace optaxx {

axis_runs::axis_runs(const shape& s, const std::vector<bool>& reduced) {
  std::size_t elements = 1;
  bool inner_is_reduced = false;
  for (std::size_t k = s.rank(); k-- > 0;) {
    const auto extent = static_cast<std::size_t>(s[k]);
    if (extent != 1) {
      if (!axes_.empty() && reduced[k] == inner_is_reduced) {
        axes_.back().extent *= extent;
      } else {
        axes_.push_back({extent, elements, reduced[k] ? 0 : units_});
      }
      inner_is_reduced = reduced[k];
    }
    elements *= extent;
    (reduced[k] ? elements_of_unit_ : units_) *= extent;
  }
  if (axes_.empty()) axes_.push_back({1, 1, 0});
  std::ranges::reverse(axes_);
}

axis_runs::range axis_runs::units_of(std::size_t begin, std::size_t end) const {
  const axis& outer = axes_.front();
  if (outer.units == 0 || begin >= end) return {0, units_};
  return {begin / outer.elements * outer.units, ((end - 1) / outer.elements + 1) * outer.units};
}

}  // namespace optaxx
