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
      const std::size_t n = selection(op.only).positions.size();
      for (std::size_t s = 0; s < op.slots; ++s)
        std::fill_n(used.begin() + op.first_leaf[s], n, static_cast<unsigned char>(1));
    }
  }
  return used;
}

void step_recording::run_on_copies(std::size_t phases) {
  if (copies_revision_ == revision_ && copies_phases_ == phases) return;
  check_trees();
  copies_.clear();
  std::vector<unsigned char> copied(state_leaves().size(), 0);
  const auto copy = [&](std::uint32_t leaf, const array& values) {
    copied[leaf] = 1;
    if (watch_ != nullptr) watch_->copied_bytes += values.bytes();
    copies_.push_back(std::make_unique<pending_values>(pending_values{leaf, 0, values}));
  };
  std::vector<exec::moved_slot> moved;
  for (std::size_t i = 0; i < phases; ++i) {
    for (const auto& a : arrays_) {
      if (a->phase == i) copy(a->leaf, a->values);
    }
    const std::vector<unsigned char> used = used_by(i, i + 1);
    for (std::uint32_t leaf = 0; leaf < used.size(); ++leaf) {
      if (used[leaf] && !copied[leaf]) copy(leaf, state_leaves()[leaf]);
    }
    moved.clear();
    for (const auto& c : copies_) moved.push_back({c->leaf, &c->values});
    const phase& p = phases_[i];
    const exec::lowering& code = lowered(p, 0);
    const flush_guard guard;
    reduction_.prepare(code, inputs(p, moved), isa::finish::nothing, false);
    note(pass_reason::slots, p, code, reduction_, false);
    reduction_.run();
  }
  copies_phases_ = phases;
  copies_revision_ = revision_;
}

// Where the slots of the current phase lie for a pass that writes none.
void step_recording::slots_now(std::vector<exec::moved_slot>& moved) {
  moved.clear();
  const std::size_t now = phases_used_ - 1;
  if (now == 0 && arrays_.empty()) return;
  const std::vector<unsigned char> before = used_by(0, now);
  const std::vector<unsigned char> here = used_by(now, phases_used_);
  bool changed = false;
  for (std::size_t i = 0; i < here.size(); ++i) changed = changed || (before[i] && here[i]);
  if (changed) run_on_copies(now);
  for (const auto& a : arrays_) {
    if (a->phase < now) moved.push_back({a->leaf, &a->values});
  }
  if (changed) {
    for (const auto& c : copies_) moved.push_back({c->leaf, &c->values});
  }
  for (const auto& a : arrays_) {
    if (a->phase == now) moved.push_back({a->leaf, &a->values});
  }
}

const array& step_recording::state_array(std::uint32_t leaf) {
  const auto last = [leaf](const auto& arrays) -> const pending_values* {
    for (auto a = arrays.rbegin(); a != arrays.rend(); ++a) {
      if ((*a)->leaf == leaf) return a->get();
    }
    return nullptr;
  };
  const pending_values* const pending = last(arrays_);
  if (pending != nullptr && pending->phase == phases_used_) return pending->values;
  if (used_by(0, phases_used_)[leaf]) {
    run_on_copies(phases_used_);
    return last(copies_)->values;
  }
  if (pending != nullptr) return pending->values;
  const array& a = state_leaves()[leaf];
  const dtype type = trees_.dtypes->now()[leaf];
  const shape& expected = trees_.state_plan->state_shapes[leaf];
  if (a.dtype() == type && a.shape() == expected) return a;
  throw tree_mismatch("update: state" + trees_.state->structure()->accessor(leaf) + " is " +
                      std::string(name_of(a.dtype())) + " " + a.shape().text() + ", expected " +
                      std::string(name_of(type)) + " " + expected.text());
}

array& step_recording::pending_array(std::uint32_t leaf) {
  for (std::size_t i = arrays_.size(); i-- > kept_arrays_;) {
    if (arrays_[i]->leaf == leaf && arrays_[i]->phase == phases_used_) return arrays_[i]->values;
  }
  arrays_.push_back(
      std::make_unique<pending_values>(pending_values{leaf, phases_used_, state_array(leaf)}));
  if (watch_ != nullptr) watch_->copied_bytes += arrays_.back()->values.bytes();
  return arrays_.back()->values;
}

// Steps of a program that use an array which was changed behind the program's begin start another
// one.
void step_recording::begin_phase_if_changed(std::span<const slot> slots, const leaf_set* only) {
  const std::size_t n = selection(only).positions.size();
  bool changed = false;
  for (const slot& s : slots) {
    for (const auto& a : arrays_) {
      changed = changed ||
                (a->phase == phases_used_ && a->leaf >= s.first_leaf && a->leaf < s.first_leaf + n);
    }
  }
  if (changed) next_phase(materialize(pass_reason::replaced));
}

}  // namespace optaxx
