#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sweep/lowering.hpp"

namespace optaxx::exec {

/// Scratch of a thread: a tile for each slot and operand of a leaf, of the update, of the parameter
/// and of a term.
struct tile_memory {
  std::byte* slots;
  std::byte* u;
  std::byte* p;
  std::byte* term;

  static std::size_t bytes(std::size_t streams) noexcept { return (streams + 3) * tile_bytes; }
  static tile_memory at(std::byte* scratch, std::size_t streams) noexcept {
    std::byte* const u = scratch + streams * tile_bytes;
    return {scratch, u, u + tile_bytes, u + 2 * tile_bytes};
  }

  static constexpr std::size_t tile_bytes = isa::tile_elements * sizeof(double);
};

/// What the tiles of a pass have in common.
struct tile_inputs {
  const isa::instruction_set& isa;
  std::span<const recorded_op> ops;  // with the shape of the lowering's signature
  const std::byte* pool;             // the kernels' bytes
  bool dry;                          // slots are not written, their tiles are
};

/// Runs the program of a class of leaves on a tile, which is at most `isa::tile_elements` elements
/// of a leaf: where the leaf is below float32, a user's code is among the steps, or a slot must not
/// be written.
///
/// The run says where the tile lies. Its update, its parameter (or null) and the updates that go
/// out are as the leaf stores them, the streams as the slots do. Streams are those of the leaf, or
/// any that the caller has put in their place: what a step sees of stream s begins behind
/// `r.streams[s]`, by `r.begin` elements or their blocks. `r.scratch` is not looked at.
class tile_runner {
 public:
  tile_runner(const tile_inputs& in, const leaf_class& c, const tile_memory& m) noexcept
      : in_(in), class_(c), memory_(m) {}

  void run(const isa::run& r, isa::finish end) const noexcept;
  /// Each term of a reduction is added to its lanes.
  void accumulate(const isa::run& r) const noexcept;

 private:
  isa::run widen(const isa::run& r, bool with_params) const noexcept;
  void run_segments(isa::run r, isa::finish end) const noexcept;
  void run_user_op(std::uint32_t k, const isa::run& r, std::byte* u) const noexcept;
  void convert(dtype from, const void* source, dtype to, void* target,
               std::size_t n) const noexcept;
  void load_slot(const leaf_class::slot_tile& slot, const isa::run& r) const noexcept;
  void store_slot(const leaf_class::slot_tile& slot, const isa::run& r) const noexcept;
  void round_tile(const isa::storage& as, std::byte* tile, std::size_t n) const noexcept;
  void round_slots(std::size_t n) const noexcept;
  std::byte* slot_tile(std::size_t stream, dtype type) const noexcept {
    return memory_.slots + stream * isa::tile_elements * size_of(type);
  }
  isa::program program(std::uint32_t first, std::uint32_t last, isa::finish end) const noexcept {
    const bool keeps_slots = in_.dry && class_.touches_slots;
    return class_.program(first, last, end, keeps_slots || end == isa::finish::accumulate);
  }

  tile_inputs in_;
  const leaf_class& class_;
  tile_memory memory_;
};

}  // namespace optaxx::exec
