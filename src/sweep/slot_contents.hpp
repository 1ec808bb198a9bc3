#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "optaxx/core/array.hpp"
#include "sweep/pass.hpp"

namespace optaxx::exec {

/// What the state's arrays hold in mid-step, where that is not what lies in the state: arrays that
/// rules have put in their place, and copies on which phases have run ahead. Leaves are the
/// state's.
class slot_contents {
 public:
  struct contents {
    std::uint32_t leaf;
    std::size_t phase;  // the first that sees them
    array values;
    std::size_t before = 0;  // the leaf's one before, counted from 1
  };

  void forget() noexcept {
    replaced_.clear();
    kept_ = 0;
    copies_.clear();
  }

  /// In order, the phases ascending. Values stay where they are until they are rolled back.
  std::span<const std::unique_ptr<contents>> replaced() const { return replaced_.used(); }
  /// The last of a leaf, or null.
  contents* last_replaced(std::uint32_t leaf) const { return replaced_.newest(leaf); }
  /// The same, if that phase is the first to see it and no rollback leaves it as it is now.
  contents* changeable(std::uint32_t leaf, std::size_t phase) const;
  array& replace(std::uint32_t leaf, std::size_t phase, const array& values);
  /// Whether one of `n` leaves was last replaced for that phase on.
  bool replaced_at(std::size_t phase, std::uint32_t first_leaf, std::size_t n) const;

  /// How many are replaced, for a rollback to come back to.
  std::size_t here() noexcept { return kept_ = replaced_.used().size(); }
  void rollback(std::size_t mark) {
    replaced_.resize(mark);
    kept_ = mark;
  }

  /// Copies as the first `phases` phases of this revision of the recording leave them.
  bool copies_are_of(std::size_t phases, std::uint64_t revision) const {
    return copies_phases_ == phases && copies_revision_ == revision;
  }
  void copies_become_of(std::size_t phases, std::uint64_t revision) {
    copies_phases_ = phases;
    copies_revision_ = revision;
  }
  void clear_copies() noexcept { copies_.clear(); }
  void copy(std::uint32_t leaf, const array& values);
  /// The last of a leaf, or null.
  const contents* last_copy(std::uint32_t leaf) const { return copies_.newest(leaf); }

  /// For a pass, until the next call of these two: what a phase sees, on the state or on copies.
  moved_slots seen_by(std::size_t phase, bool on_copies = false) {
    if (replaced_.used().empty() && !on_copies) return {};
    return find(phase, on_copies);
  }
  moved_slots copies();

 private:
  // Keeps the memory of those that leave it.
  class list {
   public:
    std::span<const std::unique_ptr<contents>> used() const { return {all_.data(), used_}; }
    // The last of a leaf, or null.
    contents* newest(std::uint32_t leaf) const {
      const bool none = leaf >= newest_.size() || newest_[leaf] == 0;
      return none ? nullptr : all_[newest_[leaf] - 1].get();
    }
    std::size_t place_of_newest(std::uint32_t leaf) const { return newest_[leaf] - 1; }
    void clear() noexcept { resize(0); }
    void resize(std::size_t n) noexcept;
    contents& add(std::uint32_t leaf, std::size_t phase, const array& values);

   private:
    std::vector<std::unique_ptr<contents>> all_;
    std::size_t used_ = 0;
    std::vector<std::size_t> newest_;  // by leaf, counted from 1
  };
  void move(contents& c);
  moved_slots find(std::size_t phase, bool on_copies);

  list replaced_;
  std::size_t kept_ = 0;  // a rollback may come back to these
  list copies_;
  std::size_t copies_phases_ = 0;
  std::uint64_t copies_revision_ = 0;
  std::vector<array*> moved_;
};

}  // namespace optaxx::exec
