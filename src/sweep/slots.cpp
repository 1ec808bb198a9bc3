// What slots hold in mid-step. Nothing is written before the end of a step: where a rule looks at a
// slot that was changed before it, the change is made on a copy.
#include <algorithm>
#include <string>

#include "core/flush_guard.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/recording.hpp"

namespace optaxx {

// By leaf of the state.
std::vector<unsigned char> step_recording::used_by(std::size_t first_phase,
                                                   std::size_t last_phase) const {
  std::vector<unsigned char> used(state_leaves().size(), 0);
  for (std::size_t i = first_phase; i < last_phase; ++i) {
    for (const exec::recorded_op& op : phases_[i].ops) {
      const leaf_set& set = selection(op.only);
      for (std::size_t s = 0; s + op.reads < op.slots; ++s) {
        for (const std::uint32_t leaf : set.positions)
          used[op.first_leaf[s] + set.slot_rank(leaf)] = 1;
      }
    }
  }
  return used;
}

void step_recording::run_on_copies(std::size_t phases) {
  if (slots_.copies_are_of(phases, revision_)) return;
  check_trees();
  slots_.clear_copies();
  std::vector<unsigned char> copied(state_leaves().size(), 0);
  const auto copy = [&](std::uint32_t leaf, const array& values) {
    copied[leaf] = 1;
    if (watch_ != nullptr) watch_->copied_bytes += values.bytes();
    slots_.copy(leaf, values);
  };
  for (std::size_t i = 0; i < phases; ++i) {
    for (const auto& a : slots_.replaced()) {
      if (a->phase == i) copy(a->leaf, a->values);
    }
    const std::vector<unsigned char> used = used_by(i, i + 1);
    for (std::uint32_t leaf = 0; leaf < used.size(); ++leaf) {
      if (used[leaf] && !copied[leaf]) copy(leaf, state_leaves()[leaf]);
    }
    const phase& p = phases_[i];
    const exec::lowering& code = lowered(p, 0);
    const flush_guard guard;
    reduction_.prepare(code, inputs(p, slots_.copies()), isa::finish::nothing, false);
    note(pass_reason::slots, p, code, reduction_, false);
    reduction_.run();
  }
  slots_.copies_become_of(phases, revision_);
}

// Where the slots of the current phase lie for a pass that writes none.
std::span<const exec::moved_slot> step_recording::slots_now() {
  const std::size_t now = phases_used_ - 1;
  if (now == 0 && slots_.replaced().empty()) return {};
  const std::vector<unsigned char> before = used_by(0, now);
  const std::vector<unsigned char> here = used_by(now, phases_used_);
  bool changed = false;
  for (std::size_t i = 0; i < here.size(); ++i) changed = changed || (before[i] && here[i]);
  if (changed) run_on_copies(now);
  return slots_.seen_by(now, changed);
}

const array& step_recording::state_array(std::uint32_t leaf) {
  const auto* const replaced = slots_.last_replaced(leaf);
  if (replaced != nullptr && replaced->phase == phases_used_) return replaced->values;
  if (used_by(0, phases_used_)[leaf]) {
    run_on_copies(phases_used_);
    return slots_.last_copy(leaf)->values;
  }
  if (replaced != nullptr) return replaced->values;
  const array& a = state_leaves()[leaf];
  const dtype type = trees_.dtypes->now()[leaf];
  const shape& expected = trees_.state_plan->state_shapes[leaf];
  if (a.dtype() == type && a.shape() == expected) return a;
  throw tree_mismatch("update: state" + trees_.state->structure()->accessor(leaf) + " is " +
                      std::string(name_of(a.dtype())) + " " + a.shape().text() + ", expected " +
                      std::string(name_of(type)) + " " + expected.text());
}

array& step_recording::pending_array(std::uint32_t leaf) {
  if (auto* const c = slots_.changeable(leaf, phases_used_)) return c->values;
  array& values = slots_.replace(leaf, phases_used_, state_array(leaf));
  if (watch_ != nullptr) watch_->copied_bytes += values.bytes();
  return values;
}

// Steps of a program that use an array which was changed behind the program's begin start another
// one.
void step_recording::begin_phase_if_changed(std::span<const kernel_argument> arguments,
                                            const leaf_set* only) {
  const leaf_set& set = selection(only);
  const std::size_t n = set.slot_rank(set.positions.back()) + 1;
  const bool changed = std::ranges::any_of(arguments, [&](const kernel_argument& s) {
    return s.results() == nullptr && slots_.replaced_at(phases_used_, s.first_leaf(), n);
  });
  if (changed) next_phase(materialize(pass_reason::replaced));
}

}  // namespace optaxx
