// Rules that work on whole arrays: what was recorded is run into new arrays, and the recording goes
// on from what the rule makes of them.
#include <memory>
#include <stdexcept>
#include <utility>

#include "core/flush_guard.hpp"
#include "sweep/check.hpp"
#include "sweep/recording.hpp"

namespace optaxx {

array owned(array&& a) { return a.owning() ? std::move(a) : array(std::as_const(a)); }

namespace {

// What a rule has put into a step's own array.
void own(array& a) {
  if (a.owning()) return;
  array copy(std::as_const(a));
  a = array();  // or the copy would go into the memory that it borrows
  a = std::move(copy);
}

}  // namespace

// A pass that is ready to store the updates, or to be asked for them.
exec::pass& step_recording::evaluate(pass_reason why) {
  check_trees();
  const std::span<const exec::moved_slot> slots = slots_now();
  phase& p = current();
  const exec::lowering& code = lowered(p, 0);
  reduction_.prepare(code, inputs(p, slots), isa::finish::store, true);
  if (why != pass_reason::results) note(why, p, code, reduction_, true);
  return reduction_;
}

std::vector<array> step_recording::materialize(pass_reason why) {
  const flush_guard guard;
  exec::pass& pass = evaluate(why);
  std::vector<array> out;
  out.reserve(trees_.plan->leaves.size());
  for (std::size_t i = 0; i < trees_.plan->leaves.size(); ++i)
    out.emplace_back(pass.out_type(i), trees_.plan->leaves[i].shape);
  pass.store_to(out);
  pass.run();
  return out;
}

void step_recording::read_updates(std::vector<array>& to) {
  const flush_guard guard;
  exec::pass& pass = evaluate(pass_reason::results);
  const std::vector<leaf_info>& leaves = trees_.plan->leaves;
  to.reserve(leaves.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const dtype type = pass.out_type(i);
    if (i == to.size()) {
      to.emplace_back(type, leaves[i].shape);
    } else if (to[i].dtype() != type) {
      to[i] = array(type, leaves[i].shape);
    }
  }
  pass.store_to(to);
  pass.run();
}

void step_recording::next_phase(std::vector<array> source) {
  if (phases_used_ == phases_.size()) phases_.emplace_back();
  ++phases_used_;
  current().ops.clear();
  current().source = std::move(source);
  find_source_types(current());
  ++revision_;
}

void step_recording::for_each_leaf(const std::function<void(leaf_view&)>& f, const leaf_set* only,
                                   std::string_view rule) {
  std::vector<array> updates = materialize(pass_reason::leaves);
  const leaf_set& set = selection(only);
  for (std::uint32_t i = 0; i < set.positions.size(); ++i) {
    const std::uint32_t leaf = set.positions[i];
    if (!is_floating(updates[leaf].dtype())) continue;
    leaf_view view(*this, i, updates[leaf],
                   trees_.params == nullptr ? nullptr : &trees_.params->leaves()[leaf]);
    const dtype type = updates[leaf].dtype();
    f(view);
    check_trees();
    own(updates[leaf]);
    const leaf_info& info = trees_.plan->leaves[leaf];
    if (!may_update(updates[leaf].dtype(), type) || !(updates[leaf].shape() == info.shape)) {
      throw std::invalid_argument(
          std::string(rule) + ": updates" + trees_.plan->structure->accessor(leaf) + " became " +
          std::string(name_of(updates[leaf].dtype())) + " " + updates[leaf].shape().text() +
          ", expected " + std::string(name_of(type)) + " " + info.shape.text());
    }
  }
  for (const auto& a : slots_.replaced()) own(a->values);
  next_phase(std::move(updates));
}

void step_recording::replace(const std::function<tree(tree)>& f, const leaf_set* only) {
  std::vector<array> updates = materialize(pass_reason::whole_tree);
  const leaf_set& set = selection(only);
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
    updates[set.positions[i]] = owned(std::move(a));
  }
  next_phase(std::move(updates));
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
    tree result(t.plan->structure, recording.materialize(pass_reason::inner));
    for (const pending_value& v : recording.values_) values_.push_back(v);
    recording.values_.clear();
    return result;
  } catch (...) {
    inner_.pop_back();
    throw;
  }
}

}  // namespace optaxx
