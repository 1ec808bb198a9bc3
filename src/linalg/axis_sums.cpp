#include "linalg/axis_sums.hpp"

namespace optaxx {
namespace {

// The offsets of all indices of the chosen axes, row-major.
std::vector<std::size_t> offsets(const shape& s, const std::vector<std::size_t>& strides,
                                 const std::vector<bool>& chosen) {
  std::vector<std::size_t> result{0};
  for (std::size_t axis = 0; axis < s.rank(); ++axis) {
    if (!chosen[axis]) continue;
    std::vector<std::size_t> finer;
    finer.reserve(result.size() * static_cast<std::size_t>(s[axis]));
    for (const std::size_t at : result) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(s[axis]); ++i)
        finer.push_back(at + i * strides[axis]);
    }
    result = std::move(finer);
  }
  return result;
}

}  // namespace

axis_sums::axis_sums(const shape& s, const std::vector<bool>& reduced) {
  std::vector<std::size_t> strides(s.rank(), 1);
  for (std::size_t axis = s.rank(); axis-- > 1;)
    strides[axis - 1] = strides[axis] * static_cast<std::size_t>(s[axis]);
  std::vector<bool> outer_kept(s.rank());
  std::vector<bool> outer_reduced(s.rank());
  for (std::size_t axis = 0; axis < s.rank(); ++axis) {
    (reduced[axis] ? elements_ : units_) *= static_cast<std::size_t>(s[axis]);
    outer_kept[axis] = !reduced[axis];
    outer_reduced[axis] = reduced[axis];
  }
  // The last axes that go the same way make the runs; an extent of 1 goes either way.
  bool known = false;
  bool last_is_reduced = false;
  for (std::size_t axis = s.rank(); axis-- > 0;) {
    if (s[axis] != 1) {
      if (known && reduced[axis] != last_is_reduced) break;
      known = true;
      last_is_reduced = reduced[axis];
      (last_is_reduced ? length_ : width_) *= static_cast<std::size_t>(s[axis]);
    }
    outer_kept[axis] = false;
    outer_reduced[axis] = false;
  }
  outer_units_ = offsets(s, strides, outer_kept);
  parts_ = offsets(s, strides, outer_reduced);
}

}  // namespace optaxx
