#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "isa/program.hpp"
#include "optaxx/core/dtype.hpp"

namespace optaxx::isa {

/// How numbers lie in memory that kernels take for floats: one by one, or in blocks that are stored
/// together, with a scale for each in a second buffer.
struct storage {
  /// Of a tile's numbers, and of their scales.
  static constexpr std::size_t most_bytes = tile_elements * sizeof(float);

  /// An array's elements for each block.
  struct buffer {
    dtype type = dtype::f32;
    std::uint32_t per_block = 0;

    std::size_t block_bytes() const noexcept { return per_block * size_of(type); }
  };

  std::string_view name;
  dtype type;           ///< that they meet others as: see `promote`
  std::uint32_t block;  ///< numbers; a divisor of `tile_elements`
  buffer numbers;
  buffer scales;  ///< none, or one for a block
  /// From the first number of a block on. Zeros in all buffers are zeros.
  void (*widen)(const instruction_set&, const void* numbers, const void* scales, float* to,
                std::size_t n) noexcept;
  /// The same; up to the end of a block, or of all. What was narrowed and widened comes out as the
  /// same bits again.
  void (*narrow)(const instruction_set&, const float* from, void* numbers, void* scales,
                 std::size_t n) noexcept;
  /// The code that runs a pattern where all arrays of a leaf are stored so, which an instruction
  /// set may lack; null: there is none.
  void (*instruction_set::*loop)(const program&, const run&) noexcept = nullptr;

  std::size_t blocks(std::size_t elements) const noexcept { return (elements + block - 1) / block; }
  /// Of all buffers.
  std::size_t bytes(std::size_t elements) const noexcept {
    return blocks(elements) * (numbers.block_bytes() + scales.block_bytes());
  }
};

/// That of an array.
const storage& storage_of(dtype type) noexcept;

/// Of arrays in the dtypes that results of float32 arithmetic may have, itself first. Numbers are
/// rounded to that of the array that they meet.
std::span<const storage> float_storages() noexcept;

}  // namespace optaxx::isa
