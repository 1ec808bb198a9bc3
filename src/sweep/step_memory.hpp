#pragma once

#include <cstdint>

#include "core/shared_memory.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

struct step_plan;

/// The memory that a step reads and writes. What it writes, parameters and state, must be apart
/// from all else, but that a gradient may lie where its own parameter does: each element is read
/// before it is written. Gradients are only read: several may be the same memory, but none may
/// overlap another in part, which is a mistake in an address.
class step_memory {
 public:
  /// Trees, or null, and their versions: 0 is never the same as before.
  struct trees {
    const tree* updates = nullptr;
    const tree* params = nullptr;
    const tree* state = nullptr;
    std::uint64_t updates_version = 0;
    std::uint64_t params_version = 0;
    std::uint64_t state_version = 0;
  };

  /// Throws std::invalid_argument, with the paths of both, if two leaves share memory that must
  /// not. Looks only if some array has moved and its memory, or that of another, is not optaxx's
  /// own.
  void check(const step_plan& plan, const trees& t) {
    if (t.updates_version != 0 && t.updates_version == updates_.version &&
        t.params_version == params_.version && t.state_version == state_.version) [[likely]] {
      return;
    }
    look(plan, t);
  }
  /// Whether the updates, of the last check, could be written where they lie.
  bool updates_apart() const { return updates_apart_; }

 private:
  struct known {
    std::uint64_t version = 0;
    bool own = false;
    void look_at(const tree* t, std::uint64_t now) {
      if (now == 0 || now != version) own = t == nullptr || detail::all_own(*t);
    }
  };
  void look(const step_plan& plan, const trees& t);
  void search(const step_plan& plan, const trees& t);

  known updates_;
  known params_;
  known state_;
  bool written_is_known_ = false;
  bool updates_apart_ = true;
  detail::memory_map written_;  // of parameters and state
  detail::memory_map read_;     // of updates
};

}  // namespace optaxx
