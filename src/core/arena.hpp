#pragma once

#include <cstddef>
#include <memory>

namespace optaxx::detail {

/// Arrays start at, and are padded to, multiples of this: a cache line, and the widest SIMD batch.
inline constexpr std::size_t alignment = 64;

/// The room that an array of so many bytes takes in a block.
constexpr std::size_t padded(std::size_t bytes) {
  return (bytes + alignment - 1) / alignment * alignment;
}

/// A block of zeros for one array or for many, 64-byte aligned, padded to a multiple of 64 bytes;
/// null for no bytes. Large blocks lie on huge pages, and no two of them at the same offset in a
/// page.
std::shared_ptr<void> allocate(std::size_t bytes);

}  // namespace optaxx::detail
