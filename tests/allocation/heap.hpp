#pragma once

#include <cstddef>

/// The heap of this test program: counts, and fails when told to.
namespace heap {

/// How often memory was asked for so far.
std::size_t allocations();

/// Lets the allocation that comes after this many others throw std::bad_alloc, once, as long as it
/// lives.
class shortage {
 public:
  explicit shortage(std::size_t after);
  ~shortage();
  shortage(const shortage&) = delete;
  shortage& operator=(const shortage&) = delete;

  /// Whether it has come to that.
  bool struck() const;
};

}  // namespace heap
