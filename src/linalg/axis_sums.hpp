#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/flush_guard.hpp"
#include "isa/program.hpp"
#include "optaxx/core/array.hpp"
#include "sweep/reduce.hpp"

namespace optaxx {

/// A row-major shape some of whose axes are summed away: its units, the sums, one for each index of
/// the other axes, row-major.
class axis_sums {
 public:
  axis_sums(const shape& s, const std::vector<bool>& reduced);

  std::size_t units() const { return units_; }
  /// How many elements each unit has.
  std::size_t elements() const { return elements_; }

  /// f(element, unit, n, step) for runs of n elements one behind the other, of which element i
  /// belongs to unit + i * step.
  template <class F>
  void for_each_run(const F& f) const {
    for (std::size_t u = 0; u < outer_units_.size(); ++u) {
      for (const std::size_t part : parts_) {
        f(outer_units_[u] + part, u * width_, width_ * length_, length_ == 1 ? 1U : 0U);
      }
    }
  }

  /// The sums of term(element): the term in T, sums in double in the order of a sweep's sums over a
  /// leaf, rounded to T.
  template <class T, class Term>
  std::vector<T> sums(const T* values, const Term& term) const {
    const flush_guard guard;
    return add(values, term);
  }
  template <class T>
  std::vector<T> sums(const T* values) const {
    return sums(values, [](T x) { return x; });
  }

 private:
  static constexpr std::size_t strip = 32;  // of neighbouring units that are summed together

  struct accumulator {
    std::size_t n = 0;
    std::array<std::array<double, strip>, isa::virtual_lanes> lanes{};
    std::array<std::vector<double>, strip> blocks;

    void end_block(std::size_t width) {
      for (std::size_t c = 0; c < width; ++c) {
        std::array<double, isa::virtual_lanes> of_unit;
        for (std::size_t l = 0; l < isa::virtual_lanes; ++l) of_unit[l] = lanes[l][c];
        blocks[c].push_back(exec::fold_lanes(of_unit.data()));
      }
      for (auto& lane : lanes) lane.fill(0.0);
    }
  };

  template <class T, class Term>
  [[gnu::noinline]] std::vector<T> add(const T* values, const Term& term) const {
    std::vector<T> result(units_);
    if (result.empty()) return result;
    accumulator a;
    for (std::size_t u = 0; u < outer_units_.size(); ++u) {
      for (std::size_t first = 0; first < width_; first += strip) {
        const std::size_t width = std::min(strip, width_ - first);
        add_strip(values + outer_units_[u] + first, width, term, a);
        for (std::size_t c = 0; c < width; ++c) {
          result[u * width_ + first + c] =
              static_cast<T>(exec::fold_blocks(a.blocks[c].data(), a.blocks[c].size()));
          a.blocks[c].clear();
        }
      }
    }
    return result;
  }

  template <class T, class Term>
  void add_strip(const T* values, std::size_t width, const Term& term, accumulator& a) const {
    a.n = 0;
    for (const std::size_t part : parts_) {
      for (std::size_t i = 0; i < length_; ++i) {
        auto& lane = a.lanes[a.n % isa::virtual_lanes];
        const T* const row = values + part + i;
        for (std::size_t c = 0; c < width; ++c) lane[c] += static_cast<double>(term(row[c]));
        if (++a.n % isa::block_elements == 0) a.end_block(width);
      }
    }
    if (a.n % isa::block_elements != 0) a.end_block(width);
  }

  std::size_t units_ = 1;
  std::size_t elements_ = 1;
  std::size_t width_ = 1;   // units next to each other in memory, if the last axis is kept,
  std::size_t length_ = 1;  // or elements of a unit that are, if it is summed away
  std::vector<std::size_t> outer_units_;  // where each run of `width` units begins
  std::vector<std::size_t> parts_;        // where, from there, each run of a unit's elements begins
};

}  // namespace optaxx
