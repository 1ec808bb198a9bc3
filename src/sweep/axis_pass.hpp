#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sweep/pass.hpp"

namespace optaxx::exec {

/// Reduces what a pass would store over axes of its leaves, without storing it: one pass over
/// memory for any number of reductions of the same leaves.
///
/// Leaves are cut into chunks, which depend on their shape alone. Elements of a chunk are added as
/// a unit_fold does, chunks pairwise. So the sums do not depend on threads, tiles or vectors.
class axis_pass {
 public:
  static constexpr std::size_t most_reductions = 4;  // in one pass

  /// Throws std::logic_error if the reductions are not over the same leaves, or too many.
  static void expect_together(std::span<const leaf_axes* const> over);

  void prepare(const step_plan& plan, axis_fold how, std::span<const leaf_axes* const> over);
  /// `values` is prepared to store, dry. The results of each reduction are an array per leaf.
  void run(pass& values, std::span<const std::span<array>> results) noexcept;

 private:
  struct chunk {
    std::uint32_t leaf;  // among those of the reduction
    std::size_t begin, end;
    std::size_t partial;  // where the first reduction's numbers begin, then come the others'
  };

  void fold(const chunk& c, pass& values, std::byte* scratch) noexcept;
  void finish(std::size_t leaf, dtype type, std::span<const std::span<array>> results) noexcept;
  // How many numbers of a reduction the chunk has.
  std::size_t units(const chunk& c, std::size_t reduction) const noexcept;

  axis_fold how_ = axis_fold::sum;
  std::vector<const leaf_axes*> over_;
  std::vector<chunk> chunks_;
  std::vector<std::size_t> first_chunk_;  // of each leaf, and one more
  std::vector<double> partials_;
};

}  // namespace optaxx::exec
