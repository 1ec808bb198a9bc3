// What slots hold in mid-step. Nothing is written before the end of a step: where a rule looks at a
// slot that was changed before it, the change is made on a copy.
#include <algorithm>
#include <string>

#include "core/flush_guard.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/recording.hpp"

namespace optaxx {

// f(leaf, its array of the state) for the slots of a phase's ops.
template <class F>
void step_recording::for_each_use(const phase& p, std::span<const std::uint32_t> first_op,
                                  const F& f) const {
  for (std::uint32_t k = 0; k < p.ops.size(); ++k) {
    const exec::recorded_op& op = p.ops[k];
    const leaf_set& set = selection(op.only);
    for (std::size_t s = 0; s + op.reads < op.slots; ++s) {
      for (const std::uint32_t leaf : set.positions) {
        if (!first_op.empty() && k < first_op[leaf]) continue;
        const std::uint32_t at = op.first_leaf[s] + set.slot_rank(leaf);
        f(leaf, at);
        if (const std::uint32_t scales = trees_.state_plan->storage_of(at).scales; scales != 0)
          f(leaf, at + scales);
      }
    }
  }
}

// By leaf of the state.
void step_recording::find_used(std::size_t first_phase, std::size_t last_phase,
                               std::vector<unsigned char>& used) const {
  used.assign(state_leaves().size(), 0);
  for (std::size_t i = first_phase; i < last_phase; ++i) {
    const phase& p = phases_[i];
    for_each_use(p, p.part(), [&](std::uint32_t, std::uint32_t leaf) { used[leaf] = 1; });
  }
}

bool step_recording::is_used(std::uint32_t state_leaf) {
  if (used_revision_ != revision_) find_used(0, phases_used_, used_);
  used_revision_ = revision_;
  return used_[state_leaf] != 0;
}

void step_recording::run_on_copies(std::size_t phases) {
  if (slots_.copies_are_of(phases, revision_)) return;
  check_trees();
  slots_.clear_copies();
  const auto copy = [&](std::uint32_t leaf, const array& values) {
    if (watch_ != nullptr) watch_->copied_bytes += values.bytes();
    slots_.copy(leaf, values);
  };
  for (std::size_t i = 0; i < phases; ++i) {
    for (const auto& a : slots_.replaced()) {
      if (a->phase == i) copy(a->leaf, a->values);
    }
    find_used(i, i + 1, used_here_);
    for (std::uint32_t leaf = 0; leaf < used_here_.size(); ++leaf) {
      if (used_here_[leaf] && slots_.last_copy(leaf) == nullptr) copy(leaf, state_leaves()[leaf]);
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
exec::moved_slots step_recording::slots_now() {
  const std::size_t now = phases_used_ - 1;
  if (now == 0 && slots_.replaced().empty()) return {};
  find_used(0, now, used_before_);
  find_used(now, phases_used_, used_here_);
  bool changed = false;
  for (std::size_t i = 0; i < used_here_.size(); ++i)
    changed = changed || (used_before_[i] && used_here_[i]);
  if (changed) run_on_copies(now);
  return slots_.seen_by(now, changed);
}

const array& step_recording::state_array(std::uint32_t leaf) {
  const auto* const replaced = slots_.last_replaced(leaf);
  if (replaced != nullptr && replaced->phase == phases_used_) return replaced->values;
  if (is_used(leaf)) {
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
    if (s.results() != nullptr) return false;
    const std::uint32_t scales = trees_.state_plan->storage_of(s.first_leaf()).scales;
    return slots_.replaced_at(phases_used_, s.first_leaf(), n) ||
           (scales != 0 && slots_.replaced_at(phases_used_, s.first_leaf() + scales, n));
  });
  if (!changed) return;
  expect_no_leaves_shown();
  whole_ = set.positions;
  materialize(pass_reason::replaced, whole_);
  add_leaves_of_replaced(whole_);
  next_phase(whole_);
}

// Ops that are recorded see an array of the state as it was before it was replaced: the leaves that
// have such ops cannot go on into the next phase. Theirs are made into arrays too.
void step_recording::add_leaves_of_replaced(std::vector<std::uint32_t>& whole) {
  const std::size_t next = phases_used_;
  if (slots_.replaced().empty() || whole.size() == trees_.plan->leaves.size()) return;
  std::vector<std::uint32_t> more;
  const phase& p = current();
  for_each_use(p, p.first_op, [&](std::uint32_t leaf, std::uint32_t state_leaf) {
    if (slots_.replaced_at(next, state_leaf, 1) && !std::ranges::binary_search(whole, leaf))
      more.push_back(leaf);
  });
  if (more.empty()) return;
  std::ranges::sort(more);
  more.erase(std::ranges::unique(more).begin(), more.end());
  materialize(pass_reason::replaced, more);
  whole.insert(whole.end(), more.begin(), more.end());
  std::ranges::sort(whole);
}

}  // namespace optaxx
