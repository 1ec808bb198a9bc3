#include "sweep/recording.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <iterator>
#include <limits>
#include <stdexcept>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "sweep/check.hpp"

namespace optaxx {

void step_recording::forget() {
  watch_ = nullptr;
  if (phases_.empty()) phases_.emplace_back();
  phases_used_ = 1;
  phases_[0].begin();
  trees_checked_ = false;
  if (trees_.known == nullptr) {
    find_source_types(phases_[0]);
    source_version_ = 0;
  }
  pool_.forget();
  values_.clear();
  sums_used_ = 0;
  slots_.forget();
  inner_.clear();
  undone_.clear();
  looks_used_ = 0;
  reductions_.clear();
  cache_.trim();
  measured_ = {};
  ++revision_;
}

void step_recording::refuse_kernel() const {
  throw std::invalid_argument(
      function_of(*trees_.plan) +
      ": a kernel takes the parameter, but update was called without params");
}

void step_recording::refuse_gradients() const {
  throw std::invalid_argument(
      function_of(*trees_.plan) +
      ": what makes updates of gradients that are not like the parameters comes first in a step");
}

void step_recording::describe(exec::recorded_op& op, const kernel_detail::erased& said,
                              std::span<const kernel_argument> arguments, const leaf_set* only) {
  exec::fast_numbers numbers;
  kernel_detail::erased fast;
  const kernel_detail::erased* in_these_numerics = &said;
  if (trees_.plan->numerics != numerics::exact) {
    fast = exec::fast_form(said, numbers);
    in_these_numerics = &fast;
  }
  const kernel_detail::erased& kernel = *in_these_numerics;
  op.kernel = kernel.id;
  op.slots = kernel.slots;
  op.sees_params = kernel.sees_params;
  op.draws = kernel.draws;
  op.numbers = said.numbers;
  op.reads = kernel.reads;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    op.first_leaf[i] = arguments[i].results() == nullptr ? arguments[i].first_leaf()
                                                         : read(*arguments[i].results());
  }
  op.only = only;
  op.run = kernel.run;
  op.bytes = static_cast<std::uint32_t>(kernel.bytes);
  if (watch_ != nullptr) op.link = watch_->speaking();
  op.data = pool_.keep(kernel.data, kernel.bytes);
}

exec::recorded_op step_recording::make(const kernel_detail::erased& kernel,
                                       std::span<const kernel_argument> arguments,
                                       const leaf_set* only) {
  if (kernel.sees_params && trees_.params == nullptr) refuse_kernel();
  exec::recorded_op op;
  describe(op, kernel, arguments, only);
  return op;
}

void step_recording::record(const kernel_detail::erased& kernel,
                            std::span<const kernel_argument> arguments, const leaf_set* only,
                            bool per_leaf) {
  if (selection(only).positions.empty()) return;
  if (kernel.sees_params && trees_.params == nullptr) refuse_kernel();
  if (!slots_.replaced().empty()) begin_phase_if_changed(arguments, only);
  if (kernel.reads != 0) read_all(arguments);
  exec::recorded_op& op = current().ops.emplace_back();
  op.per_leaf = per_leaf;
  describe(op, kernel, arguments, only);
  ++revision_;
}

void step_recording::append_leaf(const kernel_detail::erased& said) {
  exec::fast_numbers numbers;
  const bool exact = trees_.plan->numerics == numerics::exact;
  const kernel_detail::erased& kernel = exact ? said : exec::fast_form(said, numbers);
  pool_.keep_behind(kernel.data, kernel.bytes);
}

exec::leaf_arrays step_recording::source_of(const phase& p) const {
  if (p.sources.empty()) return trees_.grads->leaves();
  return std::span<const array* const>(p.sources);
}

void step_recording::find_source_types(phase& p) const {
  p.source_types.clear();
  const exec::leaf_arrays source = source_of(p);
  const auto& leaves = trees_.plan->leaves;
  std::size_t alike = 0;
  while (alike < leaves.size() && source[alike].dtype() == leaves[alike].dtype) ++alike;
  if (alike == leaves.size()) return;
  for (std::size_t i = 0; i < leaves.size(); ++i) p.source_types.push_back(source[i].dtype());
}

void refuse_other(const std::string& function, const char* name) {
  throw std::logic_error(function + ": " + name +
                         " was moved or replaced in the middle of a step, by a function that the "
                         "step calls");
}

void step_recording::refuse_number(std::uint32_t leaf) const {
  throw tree_mismatch("update: state" + trees_.state->structure()->accessor(leaf) + " has shape " +
                      state_leaves()[leaf].shape().text() + ", expected one number");
}

void step_recording::check_trees() {
  state_leaves();
  if (trees_.known == nullptr) return;
  known_trees& known = *trees_.known;
  const step_plan& plan = *trees_.plan;
  if (trees_checked_) {
    if (!known.updates.is_still(*trees_.grads)) refuse_other(function_of(plan), "updates");
    if (trees_.params != nullptr && !known.params.is_still(*trees_.params))
      refuse_other(function_of(plan), "params");
    return;
  }
  check_tree(plan, *trees_.grads, "updates", &known.updates);
  if (trees_.params != nullptr) check_tree(plan, *trees_.params, "params", &known.params);
  trees_.grads_version = known.updates.version();
  trees_.params_version = trees_.params == nullptr ? 0 : known.params.version();
  if (source_version_ != trees_.grads_version) find_source_types(phases_[0]);
  source_version_ = trees_.grads_version;
  trees_checked_ = true;
}

const exec::lowering& step_recording::lowered(const phase& p, std::uint32_t terms,
                                              std::span<const std::uint32_t> first_op) {
  const exec::lowering& code = cache_.find(
      p.ops, terms, *trees_.plan,
      {*trees_.dtypes, p.source_types, reductions_.operands(), *trees_.state_plan, first_op});
  if (code.widens.empty()) [[likely]]
    return code;
  widen(code.widens);
  return lowered(p, terms, first_op);
}

void step_recording::widen(const std::vector<state_dtypes::wider>& leaves) {
  trees_.dtypes->widen(leaves);
  cache_.retire();
}

// The state becomes as wide as the end of the step asks for, before the passes there are prepared.
void step_recording::widen_state() {
  const state_dtypes::list* before = nullptr;
  while (before != &trees_.dtypes->now()) {
    before = &trees_.dtypes->now();
    for (std::size_t i = 0; i < phases_used_; ++i) lowered(phases_[i], 0);
    for (const auto& step : inner_) step->recording->widen_state();
    for (const auto& r : reductions_.used()) r->recording->widen_state();
    if (before != &trees_.dtypes->now()) cache_.retire();
  }
}

exec::pass_inputs step_recording::inputs(const phase& p, exec::moved_slots moved) const {
  if (has_no_updates()) [[unlikely]]
    refuse_gradients();
  exec::pass_inputs in;
  in.plan = trees_.plan;
  in.state = trees_.state;
  in.dtypes = trees_.dtypes;
  in.ops = p.ops;
  in.pool = pool_.data();
  in.source = source_of(p);
  in.source_version = p.sources.empty() ? trees_.grads_version : 0;
  in.params = trees_.params;
  in.params_version = trees_.params_version;
  in.state_version = moved.empty() ? trees_.state_version : 0;
  in.moved = moved;
  in.operands = reductions_.operands();
  return in;
}

void step_recording::tell_watch(pass_reason why, const phase& p, const exec::lowering& code,
                                const exec::pass& pass, bool dry) {
  watch_->passes.push_back({why, watch_->speaking(), p.ops, &code, trees_.plan, pass.end(), dry,
                            !p.sources.empty(), pass.threads(), pass.working_bytes(), 1});
}

double step_recording::get(std::uint32_t state_leaf) const {
  for (auto v = values_.rbegin(); v != values_.rend(); ++v) {
    if (v->leaf == state_leaf) return v->value;
  }
  const array& a = state_leaves()[state_leaf];
  if (a.size() != 1) refuse_number(state_leaf);
  return a.item();
}

void step_recording::set(std::uint32_t state_leaf, double value) {
  values_.push_back({state_leaf, value});
}

std::uint64_t injected_numbers::new_rule() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

injected_numbers& step_recording::injected(std::uint32_t node, std::uint64_t rule) {
  const auto known =
      std::ranges::find_if(injected_, [&](const auto& kept) { return kept->node == node; });
  if (known == injected_.end()) {
    injected_.push_back(std::make_unique<injected_numbers>());
    injected_.back()->node = node;
    injected_.back()->rule = rule;
    return *injected_.back();
  }
  injected_numbers& kept = **known;
  if (kept.rule != rule) kept.built.reset();
  kept.rule = rule;
  return kept;
}

mark step_recording::here() {
  return {phases_[phases_used_ - 1].ops.size(),
          values_.size(),
          phases_used_,
          slots_.here(),
          inner_.size(),
          reductions_.size()};
}

void step_recording::rollback(const mark& m) {
  phases_used_ = m.phases;
  current().ops.resize(m.ops);
  current().goes_on = false;
  values_.resize(m.values);
  slots_.rollback(m.arrays);
  if (watch_ != nullptr)  // the passes that it saw stay
    std::move(inner_.begin() + static_cast<std::ptrdiff_t>(m.inner), inner_.end(),
              std::back_inserter(undone_));
  inner_.resize(m.inner);
  reductions_.resize(m.reductions);
  ++revision_;
}

void step_recording::check_memory() {
  if (trees_.known == nullptr) return;
  known_trees& known = *trees_.known;
  if (!known.state.is_still(*trees_.state))
    check_state(*trees_.state_plan, *trees_.state, trees_.dtypes->now(), known.state);
  trees_.state_version = known.state.version();
  known.memory.check(*trees_.plan, {trees_.grads, trees_.params, trees_.state, trees_.grads_version,
                                    trees_.params_version, trees_.state_version});
}

void step_recording::prepare(isa::finish end) {
  check_trees();
  if (trees_.plan->narrow) widen_state();
  check_memory();
  const std::span<array> state = trees_.state->leaves();
  for (const auto& a : slots_.replaced()) {
    array& target = state[a->leaf];
    if (target.dtype() != a->values.dtype() || !(target.shape() == a->values.shape())) {
      throw std::invalid_argument(
          "update: state" + trees_.state->structure()->accessor(a->leaf) + " became " +
          std::string(name_of(a->values.dtype())) + " " + a->values.shape().text() + ", expected " +
          std::string(name_of(target.dtype())) + " " + target.shape().text());
    }
    target.mutable_data();
  }
  for (std::size_t i = 0; i < phases_used_; ++i) {
    phase& p = phases_[i];
    const isa::finish finish = i + 1 == phases_used_ ? end : isa::finish::nothing;
    const exec::lowering& code = lowered(p, 0);
    p.pass.prepare(code, inputs(p, slots_.seen_by(i)), finish, false);
    note(trees_.why, p, code, p.pass, false);
  }
  for (const auto& step : inner_) step->recording->prepare(isa::finish::nothing);
  for (const auto& r : reductions_.used()) r->recording->prepare(isa::finish::nothing);
  for (const pending_value& v : values_) {
    if (state[v.leaf].size() != 1) refuse_number(v.leaf);
    state[v.leaf].mutable_data();
  }
}

tree step_recording::new_updates() const {
  const exec::pass& last = phases_[phases_used_ - 1].pass;
  return trees_.plan->zeros([&](std::size_t leaf) { return last.out_type(leaf); });
}

bool step_recording::fit_into(const tree& updates) const {
  const exec::pass& last = phases_[phases_used_ - 1].pass;
  for (std::size_t i = 0; i < updates.leaves().size(); ++i) {
    if (updates.leaves()[i].dtype() != last.out_type(i)) return false;
  }
  return true;
}

void step_recording::commit(std::span<array> out) {
  if (!out.empty()) current().pass.store_to(out);
  for (std::size_t i = 0; i < phases_used_; ++i) phases_[i].pass.run();
  for (const auto& step : inner_) step->recording->commit({});
  for (const auto& r : reductions_.used()) r->recording->commit({});
  for (const pending_value& v : values_) detail::set_item(trees_.state->leaves()[v.leaf], v.value);
  for (const auto& a : slots_.replaced()) {
    if (a->values.bytes() == 0) continue;
    std::memcpy(trees_.state->leaves()[a->leaf].mutable_data(), a->values.data(),
                a->values.bytes());
  }
}

}  // namespace optaxx
