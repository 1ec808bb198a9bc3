#pragma once

#include <array>
#include <cstddef>

#include "isa/program.hpp"
#include "sweep/axis_runs.hpp"

namespace optaxx::exec {

/// What a number of nothing is.
double nothing(isa::fold how) noexcept;
/// NaN stays.
double folded(isa::fold how, double a, double b) noexcept;

/// Folds elements that come in order, those from `begin` to `end` of a row-major array, into a
/// number for each unit that has a part there.
///
/// Elements of a unit that lie one behind the other are added in 32 lanes and blocks of 4096, as
/// those of a leaf's sum are, and such runs of a unit one after the other; where the elements lie
/// apart, one after the other.
class unit_fold {
 public:
  /// `units` begins with the first of these units.
  unit_fold(isa::fold how, const isa::instruction_set& set, const axis_runs& runs,
            std::size_t begin, std::size_t end, double* units) noexcept;

  /// The next ones, up to `end`: floats or doubles.
  void add(dtype type, const void* values, std::size_t end) noexcept;

 private:
  void add_run(dtype type, const std::byte* x, std::size_t n) noexcept;
  double take() noexcept;
  void clear() noexcept;
  double of_lanes() const noexcept;
  void end_block() noexcept;

  isa::fold how_;
  const isa::instruction_set& isa_;
  const axis_runs& runs_;
  std::size_t at_;
  std::size_t end_;
  std::size_t first_unit_;
  double* units_;
  // Of the run so far: the lanes of a block, and blocks that wait for others as large as they are.
  std::array<double, isa::virtual_lanes> lanes_;
  std::size_t count_;
  std::size_t blocks_;
  std::array<double, 64> sums_;
  std::size_t depth_;
};

}  // namespace optaxx::exec
