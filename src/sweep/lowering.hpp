#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

#include "isa/program.hpp"
#include "isa/storage.hpp"
#include "optaxx/core/kernel.hpp"
#include "sweep/operand.hpp"
#include "sweep/plan.hpp"
#include "sweep/state_dtypes.hpp"

namespace optaxx::exec {

inline constexpr std::uint16_t outside =
    0xffff;  // a kernel that was compiled in a file of the user's
static_assert(kernel_detail::erased{}.id == outside);
static_assert(kernel_detail::max_slots == isa::max_slots);

/// One entry of a recording. The kernel's bytes lie in the recording's pool.
struct recorded_op {
  std::uint16_t kernel = outside;
  std::uint8_t slots = 0;
  bool sees_params = false;
  bool per_leaf = false;  // a kernel per selected leaf, one behind the other in the pool
  optaxx::numbers numbers = optaxx::numbers::weak;
  std::uint8_t reads = 0;  // how many of the slots, the last ones, are operands: by their places
  bool draws = false;
  std::array<std::uint32_t, kernel_detail::max_slots> first_leaf{};
  const leaf_set* only = nullptr;
  kernel_detail::tile_function run = nullptr;
  std::uint32_t bytes = 0;
  std::uint32_t data = 0;
  std::uint32_t link = 0;  // who said it, if a watch asks

  /// The same but for the numbers, and who said it.
  bool same_shape(const recorded_op& other) const noexcept {
    return first_words() == other.first_words() && only == other.only && run == other.run &&
           bytes == other.bytes;
  }

 private:
  // All before `only`.
  std::array<std::uint64_t, 4> first_words() const noexcept {
    std::array<std::uint64_t, 4> words;
    std::memcpy(words.data(), this, sizeof words);
    return words;
  }
};
static_assert(offsetof(recorded_op, only) == sizeof(std::array<std::uint64_t, 4>));

/// A slot as the executor sees it: an array per leaf that it was laid out for, from `first_leaf` of
/// the state on; or an operand. A slot with scales is two.
struct stream {
  std::uint32_t first_leaf;
  const leaf_set* set;
  bool reads;
  const isa::storage* storage = nullptr;  // null: an array of the leaf's size
  bool scales = false;                    // of that storage, not its numbers

  std::size_t elements(std::size_t of_leaf) const {
    if (storage == nullptr) return of_leaf;
    return storage->blocks(of_leaf) * (scales ? storage->scales : storage->numbers).per_block;
  }
};

/// Steps of a program that run in one go: kernels of the library, or one of the user's.
struct segment {
  std::uint32_t first;
  std::uint32_t last;
  bool user;
};

/// The program of all leaves that have the same steps in the same types.
struct leaf_class {
  dtype type;    // of the arithmetic
  dtype source;  // of the update as it comes in
  dtype param;
  dtype out;    // of the update as it goes out
  bool narrow;  // one of these is, or a slot is stored in blocks: the leaf goes through
                // tiles of float32
  bool reuses_slots = false;  // narrow: a step sees what an earlier one has stored
  struct slot_tile {
    std::uint16_t stream;
    std::uint16_t scales;  // their stream, if there are any
    const isa::storage* storage;
  };
  std::vector<stream> streams;        // the slots of these leaves, in the order of their tables
  std::vector<slot_tile> slot_tiles;  // narrow: every slot once
  std::size_t block = 1;              // tiles begin at multiples of it
  struct operand_stream {
    std::uint16_t stream;
    std::uint32_t operand;
    dtype storage;
  };
  std::vector<operand_stream> operands;
  std::vector<isa::op> ops;
  std::vector<std::uint32_t> recorded;  // which entry of the recording each op is
  std::uint32_t terms = 0;              // how many of the last ops are terms of a reduction
  std::vector<segment> segments;        // of the ops without the terms
  std::int16_t pattern = -1;
  const isa::storage* whole = nullptr;  // narrow: all arrays are stored so, and run as they lie
  bool silent = false;                  // the parameters stay as they are
  bool params_come_in = false;          // as the updates: nobody looks at these
  bool integral = false;                // no floats: the update is passed on, or
  bool clears = false;                  // integral: set to zero
  bool absent = false;                  // these leaves have no part in the pass
  bool touches_slots = false;
  bool sees_params = false;
  bool has_user_code = false;
  bool joins = false;            // leaves that lie one behind the other may be run as one
  std::size_t element_size = 0;  // of what the code that runs a leaf without tiles sees

  // Of a term, as it is summed.
  dtype term_type(std::uint32_t term) const { return ops[ops.size() - terms + term].update; }
  // A stretch of the program, and the code of an instruction set that runs it.
  isa::program program(std::uint32_t first, std::uint32_t last, isa::finish end,
                       bool dry) const noexcept {
    return {ops.data() + first, last - first, nullptr, 0, end, dry || narrow, -1};
  }
  // What runs the pattern on arrays of `whole`, or null.
  auto whole_loop(const isa::instruction_set& isa) const noexcept {
    return whole == nullptr ? nullptr : isa.*whole->loop;
  }
  void call(const isa::instruction_set& isa, const isa::program& p,
            const isa::run& r) const noexcept {
    (type == dtype::f64 ? isa.run_f64 : isa.run_f32)(p, r);
  }
};

inline constexpr std::uint32_t no_op = 0xffffffffU;

/// What a lowering depends on besides the recording: the dtypes of the state's leaves, of the
/// updates as they come in, if not as the parameters, and of operands; and of each leaf the first
/// op that is for it, or `no_op`, if not all begin with the first.
struct lowering_types {
  const state_dtypes& state;
  std::span<const dtype> source;
  std::span<const operand> operands;
  const step_plan& state_plan;
  std::span<const std::uint32_t> first_op = {};
};

/// A recording made ready to run: everything that does not change with the numbers.
struct lowering {
  std::uint64_t id = 0;  // in its cache; another one's is never the same
  std::vector<recorded_op> signature;
  std::uint32_t terms = 0;
  std::vector<leaf_class> classes;
  std::vector<std::uint32_t> class_of;  // by leaf
  struct slot_array {
    std::uint32_t leaf;
    std::uint32_t state_leaf;
    bool reads;  // an operand, not the state
    std::size_t elements;
  };
  std::vector<slot_array> slot_arrays;  // the tables of all leaves, one behind the other
  std::vector<std::size_t> table_of;    // where a leaf's begins
  std::size_t most_streams = 0;         // of a leaf
  std::vector<std::uint32_t> scalars;   // offset of each op's numbers
  std::vector<std::uint32_t> strides;   // per leaf, or 0
  std::size_t scalar_count = 0;         // in each section
  std::size_t scalar_sections = 1;  // or one for each of float_storages, if some class is narrow
  std::size_t most_operands = 0;    // of a leaf
  std::vector<const leaf_axes*> operand_axes;
  std::vector<dtype> operand_types;  // of all arrays of all operands
  std::vector<dtype> source_types;
  std::vector<std::uint32_t> first_op;
  std::vector<std::size_t> first_block;     // by leaf; one more at the end. None of absent ones
  std::size_t elements = 0;                 // of the others
  std::vector<state_dtypes::wider> widens;  // fields of the state that do not hold the updates yet

  bool is_of(std::span<const recorded_op> ops, std::uint32_t number_of_terms,
             const lowering_types& types) const;
  bool has_operands(std::span<const operand> all) const;
  dtype out_type(std::size_t leaf) const { return classes[class_of[leaf]].out; }
  dtype term_type(std::size_t leaf, std::uint32_t term) const {
    const leaf_class& c = classes[class_of[leaf]];
    return c.terms == 0 ? c.out : c.term_type(term);
  }
};

lowering lower(std::span<const recorded_op> ops, std::uint32_t terms, const step_plan& plan,
               const lowering_types& types);

/// The lowerings that a state's steps have used; a step finds its own again.
class lowering_cache {
 public:
  const lowering& find(std::span<const recorded_op> ops, std::uint32_t terms, const step_plan& plan,
                       const lowering_types& types);
  std::span<const std::unique_ptr<lowering>> entries() const { return entries_; }
  /// The state's dtypes have changed: entries are not found again. They live on until `trim`.
  void retire() {
    std::move(entries_.begin(), entries_.end(), std::back_inserter(retired_));
    entries_.clear();
  }
  /// The same between two steps.
  void expire() noexcept { expired_ = true; }
  /// To be called between steps: forgets what is not found again, and all if steps keep changing.
  void trim() {
    if (expired_ || entries_.size() > 64) entries_.clear();
    expired_ = false;
    retired_.clear();
  }

 private:
  std::vector<std::unique_ptr<lowering>> entries_;
  std::vector<std::unique_ptr<lowering>> retired_;
  std::uint64_t made_ = 0;
  bool expired_ = false;
};

}  // namespace optaxx::exec
