#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "optaxx/core/array.hpp"

namespace optaxx {

/// A row-major shape some of whose axes are reduced: how its elements belong to the units, one for
/// each index of the other axes, which are row-major too.
class axis_runs {
 public:
  axis_runs(const shape& s, const std::vector<bool>& reduced);

  std::size_t units() const { return units_; }
  /// How many elements each unit has.
  std::size_t elements_of_unit() const { return elements_of_unit_; }

  /// Elements one behind the other: the i-th belongs to unit + i * step, where step is 0 or 1.
  struct run {
    std::size_t element;
    std::size_t unit;
    std::size_t elements;
    std::size_t step;
    bool ends;  // nothing of the run is left behind it
  };
  /// How many elements a run has that nothing cuts.
  std::size_t elements_of_run() const { return axes_.back().extent; }
  /// Whether there are elements of every unit all over the array.
  bool spread() const { return axes_.front().units == 0; }
  /// A multiple of as many elements cuts no unit that can be left whole.
  std::size_t elements_of_whole_units() const { return spread() ? 1 : axes_.front().elements; }

  /// f(run) for the elements from `begin` to `end`, in order.
  template <class F>
  void for_each_run(std::size_t begin, std::size_t end, const F& f) const {
    if (begin >= end) return;
    std::array<std::size_t, shape::max_rank> index;
    std::size_t unit = 0;
    std::size_t rest = begin;
    const std::size_t last = axes_.size() - 1;
    for (std::size_t k = 0; k <= last; ++k) {
      index[k] = rest / axes_[k].elements;
      rest -= index[k] * axes_[k].elements;
      unit += index[k] * axes_[k].units;
    }
    const axis& inner = axes_[last];
    for (std::size_t at = begin; at < end;) {
      const std::size_t left = inner.extent - index[last];
      const std::size_t n = std::min(left, end - at);
      f(run{at, unit, n, inner.units, n == left});
      at += n;
      unit -= index[last] * inner.units;
      index[last] = 0;
      for (std::size_t k = last; k-- > 0;) {
        unit += axes_[k].units;
        if (++index[k] < axes_[k].extent) break;
        unit -= axes_[k].extent * axes_[k].units;
        index[k] = 0;
      }
    }
  }

  /// The first of these runs.
  run run_at(std::size_t begin, std::size_t end) const {
    std::size_t unit = 0;
    std::size_t rest = begin;
    for (const axis& a : axes_) {
      unit += rest / a.elements * a.units;
      rest %= a.elements;
    }
    const std::size_t left = axes_.back().extent - begin % axes_.back().extent;
    return {begin, unit, std::min(left, end - begin), axes_.back().units, left <= end - begin};
  }

  /// The units that the elements from `begin` to `end` belong to lie from `first` up to `last`.
  struct range {
    std::size_t first;
    std::size_t last;
  };
  range units_of(std::size_t begin, std::size_t end) const;

 private:
  // Neighbours that go the same way are one axis.
  struct axis {
    std::size_t extent;
    std::size_t elements;  // from one index to the next
    std::size_t units;     // the same, 0 if the axis is reduced
  };
  std::vector<axis> axes_;  // the outermost first, at least one
  std::size_t units_ = 1;
  std::size_t elements_of_unit_ = 1;
};

}  // namespace optaxx
