#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "sweep/lowering.hpp"
#include "sweep/tile_runner.hpp"

namespace optaxx::exec {

/// An array per leaf: all of them in a row, or wherever each is.
class leaf_arrays {
 public:
  leaf_arrays() = default;
  leaf_arrays(std::span<const array> all) : all_(all.data()) {}
  leaf_arrays(std::span<const array* const> each) : each_(each.data()) {}

  const array& operator[](std::size_t leaf) const {
    return each_ == nullptr ? all_[leaf] : *each_[leaf];
  }

 private:
  const array* all_ = nullptr;
  const array* const* each_ = nullptr;
};

/// By leaf of the state, up to some: where its values lie if not there, or null.
using moved_slots = std::span<array* const>;

/// What a pass over memory reads and writes. Arrays are by leaf.
struct pass_inputs {
  const step_plan* plan = nullptr;
  tree* state = nullptr;
  const state_dtypes* dtypes = nullptr;
  std::span<const recorded_op> ops;  // with the shape of the lowering's signature
  const std::byte* pool = nullptr;   // kernels' bytes
  leaf_arrays source;                // updates as they come in
  std::uint64_t source_version = 0;  // 0, or the source is that of any pass with the same number
  const tree* params = nullptr;      // or null
  std::uint64_t params_version = 0;  // the same
  std::uint64_t state_version = 0;   // the same, of the state's arrays where none is moved
  moved_slots moved;
  std::span<const operand> operands;

  array& slot_values(std::uint32_t state_leaf) const {
    array* const elsewhere = state_leaf < moved.size() ? moved[state_leaf] : nullptr;
    return elsewhere != nullptr ? *elsewhere : state->leaves()[state_leaf];
  }
};

/// One sweep over memory: a lowered recording with this step's numbers and addresses. `prepare`
/// does what may throw; `run` does not. They and `leaf_sums` are to be called under a flush_guard.
class pass {
 public:
  void prepare(const lowering& code, const pass_inputs& in, isa::finish end, bool dry);
  /// The updates go here; set before run if the pass stores. By leaf, or one leaf after another.
  void store_to(std::span<array> out);
  void store_to(std::size_t leaf, array& out);
  void run() noexcept;

  /// After a reduction: the sums of one term over the selected leaves, each rounded to its dtype,
  /// in order.
  void leaf_sums(std::uint32_t term, const leaf_set& selection, double* out) noexcept;
  /// Of the update as it goes out, and of the sum of a term.
  dtype out_type(std::size_t leaf) const { return code_->out_type(leaf); }
  dtype sum_type(std::size_t leaf, std::uint32_t term) const {
    return code_->term_type(leaf, term);
  }

  isa::finish end() const { return end_; }
  /// The program on at most a tile of a leaf, after `prepare` to store, dry. Returns where the
  /// updates are: floats or doubles as `computes_in` says, until the next tile in this scratch.
  const std::byte* evaluate(std::size_t leaf, std::size_t begin, std::size_t end,
                            std::byte* scratch) const noexcept;
  dtype computes_in(std::size_t leaf) const { return code_->classes[code_->class_of[leaf]].type; }
  const isa::instruction_set& isa() const { return *isa_; }
  /// Of a thread.
  std::byte* scratch_of(std::size_t part) const {
    return static_cast<std::byte*>(scratch_.get()) + part * scratch_bytes_;
  }

  std::size_t threads() const { return parts_; }
  std::size_t working_bytes() const { return parts_ * scratch_bytes_; }

 private:
  [[gnu::noinline]] void fill_scalars(const pass_inputs& in);
  void round_scalar(std::size_t i) noexcept;
  void fill_trees(const pass_inputs& in);
  void fill_addresses(const pass_inputs& in);
  void run_blocks(std::size_t first, std::size_t last, std::byte* scratch) noexcept;
  void find_joints() noexcept;
  std::size_t joint(std::size_t leaf) const noexcept;
  // What stays the same is not written: the memory would leave the other threads' caches.
  template <class T>
  static void keep(T& place, const std::type_identity_t<T>& value) noexcept {
    if (place != value) place = value;
  }
  template <class Pointer>
  void put(Pointer& place, Pointer address) noexcept {
    if (place == address) return;
    moved_ = true;
    place = address;
  }
  void run_piece(std::size_t leaf, std::size_t begin, std::size_t end, std::byte* scratch) noexcept;
  void run_integers(const leaf_class& c, std::size_t leaf, std::size_t begin,
                    std::size_t end) noexcept;
  void reduce_block(std::size_t leaf, std::size_t block, std::byte* scratch) noexcept;

  isa::run run_of(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                  std::byte* scratch) const noexcept;
  isa::run tile_of(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                   std::byte* scratch) const noexcept;
  tile_runner tiles_of(const leaf_class& c, std::byte* scratch) const noexcept;
  // The elements of a leaf that read operands from `r.begin` on are cut where that is of use, and
  // the streams of `r` become those of this tile.
  void place_operands(const leaf_class& c, std::size_t end, isa::run& r,
                      std::byte* scratch) const noexcept;
  template <class F>
  void for_each_tile(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                     std::byte* scratch, const F& f) const noexcept;
  // The same of memory that needs no tiles.
  template <class F>
  void for_each_run(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                    std::size_t most, std::byte* scratch, const F& f) const noexcept;
  static constexpr std::size_t values_tiles = 2;
  // Of a part: tiles, the lanes, what `evaluate` returns, and what place_operands makes.
  std::size_t scratch_bytes() const noexcept;
  double* lanes_in(std::byte* scratch) const noexcept;
  std::byte* values_in(std::byte* scratch) const noexcept;
  std::byte* operand_tile_in(std::byte* scratch, std::size_t operand) const noexcept;
  std::byte** streams_in(std::byte* scratch) const noexcept;

  struct leaf_memory {
    const std::byte* in = nullptr;
    std::byte* out = nullptr;
    std::byte* p = nullptr;
  };

  const lowering* code_ = nullptr;
  const step_plan* plan_ = nullptr;
  const isa::instruction_set* isa_ = nullptr;
  std::span<const recorded_op> ops_;
  std::span<const operand> operands_;
  const std::byte* pool_ = nullptr;
  isa::finish end_ = isa::finish::nothing;
  bool dry_ = false;
  std::size_t parts_ = 1;
  std::vector<float> scalars_f32_;  // in sections
  struct scalar_sections {
    std::size_t count = 0;
    std::size_t number = 0;
    bool operator==(const scalar_sections&) const = default;
  };
  scalar_sections sections_;
  std::vector<double> scalars_f64_;
  std::vector<leaf_memory> memory_;
  std::vector<std::byte*> addresses_;  // of the slots: see lowering::slot_arrays
  struct slots_known {
    std::uint64_t code = 0;
    std::uint64_t state = 0;
    bool operator==(const slots_known&) const = default;
  };
  slots_known slots_;  // what the addresses are of
  // What the gradients and parameters in memory_ are of.
  struct trees_known {
    std::uint64_t source = 0;
    std::uint64_t params = 0;
    bool operator==(const trees_known&) const = default;
  };
  trees_known trees_;
  bool trees_padded_ = false;  // all of their arrays are
  bool slots_padded_ = false;  // all slots are
  bool padded_ = false;        // all arrays are
  bool stores_ = false;
  // How many elements of a leaf and of the padding behind it lie before the next leaf, in all
  // arrays, if both can be run as one; 0 if not. Found anew where something has changed.
  std::vector<std::size_t> joints_;
  struct joint_reason {
    std::uint64_t code = 0;
    bool padded = false;
    bool stores = false;
    bool dry = false;
    bool operator==(const joint_reason&) const = default;
  };
  joint_reason joints_for_;
  bool moved_ = true;               // some address is not that of the last step
  std::vector<double> block_sums_;  // by term, then block
  std::size_t scratch_bytes_ = 0;   // of a part
  std::shared_ptr<void> scratch_;
  std::size_t scratch_size_ = 0;
};

}  // namespace optaxx::exec
