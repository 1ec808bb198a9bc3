#pragma once

#include <cstddef>
#include <cstdint>

#include "core/threefry.hpp"
#include "optaxx/core/dtype.hpp"

// What the executor hands to the code of one instruction set: plain data, no functions, so that no
// inline function is compiled twice under different flags.
namespace optaxx::isa {

inline constexpr std::size_t block_elements = 4096;  // of a reduction; it restarts at every leaf
inline constexpr std::size_t virtual_lanes =
    32;  // accumulators of a reduction, whatever the register width
inline constexpr std::size_t tile_elements =
    512;  // what goes through memory between two steps of a program
inline constexpr std::size_t max_slots = 6;

// What an interpreter chooses by: one kernel, or up to three that are one step.
template <class... Id>
constexpr std::uint32_t code_of(Id... kernels) {
  static_assert(sizeof...(Id) <= 3, "a code has ten bits for each kernel");
  std::uint32_t code = 0;
  ((code = code << 10 | (static_cast<std::uint32_t>(kernels) + 1)), ...);
  return code;
}

// One kernel of the library with the places of its numbers and slots.
struct op {
  std::uint32_t code;  // of this kernel, or of this and those behind it
  std::uint16_t kernel;
  std::uint8_t length;  // how many kernels the code covers
  std::uint8_t slots;
  bool converts;  // a slot or the parameter is of another dtype than the arithmetic
  std::uint16_t stream[max_slots];  // of each slot, in the leaf's table
  dtype storage[max_slots];
  dtype weak[max_slots];  // of the product of a slot with a number
  dtype param;            // the same of the parameter
  dtype update;           // dry: what the update is rounded to behind this kernel
  std::uint8_t
      loads_scratch;      // dry: slots that an earlier op of the program has changed, one bit each
  std::uint32_t scalars;  // offset of the kernel's numbers
  std::uint32_t scalar_stride;  // per leaf; 0: the same for all
};

enum class finish : std::uint8_t {
  nothing,     // only slots change
  store,       // the update goes to `u_out`
  apply,       // it is added to the parameter
  accumulate,  // it is added to the lanes
};

struct program {
  const op* ops;
  std::uint32_t size;
  const op* terms;  // accumulate: each turns a copy of the update into what is summed; none: the
                    // update itself
  std::uint32_t terms_size;
  finish end;
  bool dry;              // slots are not written
  std::int16_t pattern;  // a kernel for the whole program, or -1
};

// A run of elements of one leaf.
struct run {
  std::size_t begin;  // index in the leaf
  std::size_t elements;
  const void* u_in;           // at `begin`
  void* u_out;                // at `begin`
  void* p;                    // at `begin`
  std::byte* const* streams;  // of the leaf's slots, each at element 0
  std::uint64_t one_number;   // which streams are one vector long, all of it the same; a bit each
  std::byte* scratch;         // dry: a tile per stream, at `begin`, in the leaf's dtype
  const void* scalars;        // in the leaf's dtype
  std::size_t leaf;
  double* lanes;  // accumulate: virtual_lanes per term
};

// How numbers become one.
enum class fold : std::uint8_t { sum, max };
// Elements of an array of random numbers.
struct random_run {
  threefry::key_words key;
  std::size_t begin;  // index of the first
  std::size_t elements;
  void* out;         // at `begin`
  double low, high;  // of uniform numbers
};

struct instruction_set {
  const char* name;
  void (*run_f32)(const program&, const run&) noexcept;
  void (*run_f64)(const program&, const run&) noexcept;
  // Of a pattern, where all of the leaf is stored so. Null: the set has no instructions for it, and
  // tiles of float32 are as fast.
  void (*run_bf16)(const program&, const run&) noexcept;
  void (*run_f16)(const program&, const run&) noexcept;
  void (*widen)(dtype from, const void* source, float* to, std::size_t elements) noexcept;
  void (*narrow)(dtype to, const float* source, void* target, std::size_t elements) noexcept;
  // Floats or doubles: the i-th into lane i mod virtual_lanes, or into the i-th unit.
  void (*fold_run)(fold, dtype, const void* from, std::size_t elements, double* lanes) noexcept;
  void (*fold_units)(fold, dtype, const void* from, std::size_t elements, double* units) noexcept;
  void (*random_f32)(threefry::numbers, const random_run&) noexcept;  // bits are 32
  void (*random_f64)(threefry::numbers, const random_run&) noexcept;  // 64
};

// Elements of the longest vector.
inline constexpr std::size_t most_lanes = 16;

inline bool is_one_number(const run& r, std::size_t stream) noexcept {
  return stream < 64 && (r.one_number >> stream & 1U) != 0;
}

// The slots of a kernel that it writes, which come first.
template <class K>
constexpr std::size_t written_slots() {
  if constexpr (requires { K::reads; }) {
    return K::slots - K::reads;
  } else {
    return K::slots;
  }
}

// How many of the first of these kernels are one step of a program: the most that can be, at least
// one. `code` becomes theirs.
std::uint8_t fuse(const std::uint16_t* kernels, std::size_t size, std::uint32_t& code) noexcept;

// The pattern that runs these kernels in this order, or -1.
std::int16_t find_pattern(const std::uint16_t* kernels, std::size_t size) noexcept;

}  // namespace optaxx::isa
