// Rules that work on whole arrays: what was recorded is run into new arrays, and the recording goes
// on from what the rule makes of them.
#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include "core/flush_guard.hpp"
#include "sweep/check.hpp"
#include "sweep/recording.hpp"

namespace optaxx {

void step_recording::expect_no_leaves_shown() const {
  if (!shows_leaves_) return;
  throw std::logic_error(function_of(*trees_.plan) +
                         ": a function of for_each_leaf asks for whole arrays itself");
}

// Those of the recording for these leaves, until it is called again.
std::span<const std::uint32_t> step_recording::part_of(const phase& p,
                                                       std::span<const std::uint32_t> leaves) {
  const std::size_t all = trees_.plan->leaves.size();
  if (leaves.size() == all) return p.first_op;
  part_.assign(all, exec::no_op);
  for (const std::uint32_t leaf : leaves) part_[leaf] = p.first_op_of(leaf);
  return part_;
}

// A pass that is ready to store the updates of these leaves, or to be asked for them.
exec::pass& step_recording::evaluate(pass_reason why, std::span<const std::uint32_t> leaves) {
  check_trees();
  const exec::moved_slots slots = slots_now();
  phase& p = current();
  const exec::lowering& code = lowered(p, 0, part_of(p, leaves));
  reduction_.prepare(code, inputs(p, slots), isa::finish::store, true);
  if (why != pass_reason::results) note(why, p, code, reduction_, true);
  return reduction_;
}

// The updates of these leaves become what they begin with in the next phase, by leaf.
std::vector<array>& step_recording::materialize(pass_reason why,
                                                std::span<const std::uint32_t> leaves) {
  expect_no_leaves_shown();
  const flush_guard guard;
  exec::pass& pass = evaluate(why, leaves);
  std::vector<array>& made = upcoming().made;
  made.resize(trees_.plan->leaves.size());
  for (const std::uint32_t leaf : leaves) {
    make_room(made[leaf], pass.out_type(leaf), trees_.plan->leaves[leaf].shape);
    pass.store_to(leaf, made[leaf]);
  }
  pass.run();
  return made;
}

void step_recording::read_updates(std::vector<array>& to, pass_reason why) {
  const flush_guard guard;
  exec::pass& pass = evaluate(why, trees_.plan->all.positions);
  const std::vector<leaf_info>& leaves = trees_.plan->leaves;
  to.resize(leaves.size());
  for (std::size_t i = 0; i < leaves.size(); ++i)
    make_room(to[i], pass.out_type(i), leaves[i].shape);
  pass.store_to(to);
  pass.run();
}

const tree& step_recording::look(const leaf_set* only) {
  for (std::size_t i = 0; i < looks_used_; ++i) {
    const looked_at& l = *looks_[i];
    if (l.only == only && l.revision == revision_) return l.updates;
  }
  const flush_guard guard;
  const leaf_set& set = selection(only);
  exec::pass& pass = evaluate(pass_reason::look, set.positions);
  if (looks_used_ == looks_.size()) looks_.push_back(std::make_unique<looked_at>());
  looked_at& l = *looks_[looks_used_];
  if (l.updates.structure() != set.structure)
    l.updates = tree(set.structure, std::vector<array>(set.positions.size()));
  const std::span<array> to = l.updates.leaves();
  for (std::size_t i = 0; i < to.size(); ++i) {
    const std::uint32_t leaf = set.positions[i];
    make_room(to[i], pass.out_type(leaf), trees_.plan->leaves[leaf].shape);
    pass.store_to(leaf, to[i]);
  }
  pass.run();
  l.only = only;
  l.revision = revision_;
  ++looks_used_;
  return l.updates;
}

// It begins with what these leaves have been made into; the others take what was recorded along.
void step_recording::next_phase(std::span<const std::uint32_t> leaves) {
  check_trees();  // the rule's function may have taken them away
  const std::size_t all = trees_.plan->leaves.size();
  phase& next = upcoming();
  phase& p = current();
  next.begin();
  p.goes_on = leaves.size() != all;
  if (p.goes_on) {
    const std::span<const std::uint32_t> part = part_of(p, leaves);
    p.ends.assign(part.begin(), part.end());
    next.ops = p.ops;
    for (std::size_t leaf = 0; leaf < all; ++leaf) next.first_op.push_back(p.first_op_of(leaf));
    for (const std::uint32_t leaf : leaves)
      next.first_op[leaf] = static_cast<std::uint32_t>(p.ops.size());
  }
  next.sources.clear();
  const exec::leaf_arrays before = source_of(p);
  for (std::size_t leaf = 0; leaf < all; ++leaf) next.sources.push_back(&before[leaf]);
  for (const std::uint32_t leaf : leaves) next.sources[leaf] = &next.made[leaf];
  ++phases_used_;
  find_source_types(next);
  ++revision_;
}

void step_recording::replace(const std::function<tree(tree)>& f, const leaf_set* only) {
  const leaf_set& set = selection(only);
  std::vector<array>& updates = materialize(pass_reason::whole_tree, set.positions);
  std::vector<array> shown;
  std::vector<dtype> types;
  for (const std::uint32_t leaf : set.positions) {
    types.push_back(updates[leaf].dtype());
    shown.push_back(std::move(updates[leaf]));
  }
  tree result = f(tree(set.structure, std::move(shown)));
  if (!same_structure(result.structure(), set.structure)) {
    throw std::invalid_argument("replace: the updates came back as " + result.structure()->text() +
                                ", expected " + set.structure->text());
  }
  for (std::size_t i = 0; i < set.positions.size(); ++i) {
    const leaf_info& info = trees_.plan->leaves[set.positions[i]];
    array& a = result.leaves()[i];
    if (!may_update(a.dtype(), types[i]) || !(a.shape() == info.shape)) {
      throw std::invalid_argument("replace: updates" + set.structure->accessor(i) +
                                  " came back as " + std::string(name_of(a.dtype())) + " " +
                                  a.shape().text() + ", expected " +
                                  std::string(name_of(types[i])) + " " + info.shape.text());
    }
  }
  whole_ = set.positions;
  add_leaves_of_replaced(whole_);
  std::vector<array>& made = upcoming().made;
  made.resize(trees_.plan->leaves.size());
  for (std::size_t i = 0; i < set.positions.size(); ++i)
    made[set.positions[i]] = owned(std::move(result.leaves()[i]));
  next_phase(whole_);
}

void step_recording::from_gradients(const std::function<tree(const tree&)>& f) {
  expect_no_leaves_shown();
  if (trees_.own_gradients == nullptr)
    throw std::logic_error("from_gradients: the layout has not said how gradients are");
  if (!has_no_updates() || !current().ops.empty()) refuse_gradients();
  check_trees();
  tree result = f(*trees_.own_gradients);
  check_made(*trees_.plan, result);
  std::vector<array>& made = upcoming().made;
  made.resize(trees_.plan->leaves.size());
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = owned(std::move(result.leaves()[i]));
  next_phase(trees_.plan->all.positions);
}

tree step_recording::run(const transformation& inner, const state_view& state, tree updates,
                         tree params) {
  for (const auto& before : inner_) {
    if (before->node == state.node())
      throw std::logic_error("sweep::run: a state makes one step at a time");
  }
  auto step = std::make_unique<inner_step>();
  step->node = state.node();
  step->recording = std::make_unique<step_recording>();
  step->grads = std::move(updates);
  step->params = std::move(params);
  step->plan = &trees_.plan->inner_of(state.node());
  trees t = trees_;
  t.plan = step->plan;
  t.grads = &step->grads;
  t.own_gradients = nullptr;
  t.params = step->params.is_none() ? nullptr : &step->params;
  t.grads_version = 0;
  t.params_version = 0;
  t.known = nullptr;
  check_tree(*step->plan, step->grads, "updates");
  if (t.params != nullptr) check_tree(*step->plan, step->params, "params");
  step_recording& recording = *step->recording;
  recording.begin(t);
  recording.tell(watch_);
  inner_.push_back(std::move(step));
  try {
    sweep s(recording, nullptr);
    inner.update(s, state);
    std::vector<array> made;
    recording.read_updates(made, pass_reason::inner);
    tree result(t.plan->structure, std::move(made));
    for (const pending_value& v : recording.values_) values_.push_back(v);
    recording.values_.clear();
    return result;
  } catch (...) {
    inner_.pop_back();
    throw;
  }
}

}  // namespace optaxx
