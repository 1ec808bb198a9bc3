#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace optaxx::recipes {

/// What the arrays of a run may take: memory that they hold at once, and elements that are
/// computed. It grows with what the run is given, so that no text hangs or fills memory, and
/// gradients may be as large as they are. Both throw std::invalid_argument if it is too much.
class array_allowance {
 public:
  /// For a run that is given arrays with so many elements.
  explicit array_allowance(std::uint64_t elements)
      : most_bytes_(64'000'000 + 256 * elements), most_elements_(300'000'000 + 2000 * elements) {}

  void hold(std::uint64_t bytes);
  void release(std::uint64_t bytes) noexcept { bytes_ -= bytes; }
  void compute(std::uint64_t elements);

 private:
  // An array that a function has from an earlier run may be used in several threads.
  std::atomic<std::uint64_t> bytes_ = 0;
  std::atomic<std::uint64_t> elements_ = 0;
  std::uint64_t most_bytes_;
  std::uint64_t most_elements_;
};

}  // namespace optaxx::recipes
