#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace support {

/// Copies of arrays in foreign memory, one element past a 64-byte boundary, with sentinels around.
class guarded_memory {
 public:
  explicit guarded_memory(std::span<const optaxx::array> originals);

  /// Borrows of the copies, in the order of the originals.
  std::vector<optaxx::array> views();
  /// Whether nothing was written outside of them.
  bool intact() const;

 private:
  struct place {
    std::size_t begin;
    std::size_t end;
    optaxx::dtype type;
    optaxx::shape extents;
  };
  std::vector<std::byte> bytes_;
  std::vector<place> places_;
};

}  // namespace support
