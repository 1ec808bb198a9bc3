#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "optaxx/core/sweep.hpp"
#include "sweep/axis_results.hpp"
#include "sweep/fast.hpp"
#include "sweep/kernel_pool.hpp"
#include "sweep/known_tree.hpp"
#include "sweep/lowering.hpp"
#include "sweep/own_arrays.hpp"
#include "sweep/pass.hpp"
#include "sweep/plan.hpp"
#include "sweep/reduce.hpp"
#include "sweep/slot_contents.hpp"
#include "sweep/state_dtypes.hpp"
#include "sweep/step_memory.hpp"
#include "sweep/watch.hpp"

namespace optaxx {

/// What `inject_hyperparams` keeps at a node of the state: the inner transformation of the numbers
/// that the last step had there.
struct injected_numbers {
  /// A number that no other rule has.
  static std::uint64_t new_rule();

  std::uint32_t node;
  std::uint64_t rule;
  std::vector<number> now;
  std::vector<number> before;
  std::optional<transformation> built;
};

/// What a state knows of the trees of its last step.
struct known_trees {
  known_tree updates;
  known_tree params;
  known_tree state;
  step_memory memory;
  std::uint64_t steppable_params = 0;  // the version that was found writable
};

/// Throws std::logic_error: a function that a step calls has taken away what is stepped.
[[noreturn]] void refuse_other(const std::string& function, const char* name);

/// One step while its rules speak: what they recorded, and the values they asked for. Memory is
/// kept from step to step.
class step_recording {
 public:
  struct trees {
    const step_plan* plan = nullptr;
    tree* state = nullptr;
    state_dtypes* dtypes = nullptr;
    const step_plan* state_plan = nullptr;  // of the whole state
    const tree* grads = nullptr;
    const tree* params = nullptr;  // or null
    const extra_args* extra = nullptr;
    known_trees* known = nullptr;     // or null, if nobody else knows the trees
    std::uint64_t grads_version = 0;  // of known trees that were checked; 0: of others
    std::uint64_t params_version = 0;
    std::uint64_t state_version = 0;
    pass_reason why = pass_reason::end;  // the passes that write are made
    // The caller's gradients, if they are not like the parameters: `grads` stands for them. Or
    // null.
    const tree* own_gradients = nullptr;
  };

  void begin(const trees& t) {
    trees_ = t;
    state_structure_ = t.state_plan->state_structure.get();
    forget();
  }
  /// The state is somewhere else, moved by a function that the step has called.
  void follow_state(tree& to) noexcept {
    state_structure_ = nullptr;
    trees_.state = &to;
    for (const auto& step : inner_) step->recording->follow_state(to);
    for (const auto& r : reductions_.used()) r->recording->follow_state(to);
  }

  /// To be called before arrays are looked at. Throws what check_tree throws, and std::logic_error
  /// if a function that the step has called has put other arrays into a tree since.
  void check_trees();

  /// From now on until the end of the step `w` is told what happens; null: nobody is.
  void tell(step_watch* w) { watch_ = w; }
  step_watch* watch() const { return watch_; }

  void record(const kernel_detail::erased& kernel, std::span<const kernel_argument> arguments,
              const leaf_set* only, bool per_leaf = false);
  /// A further leaf's kernel of the op recorded last.
  void append_leaf(const kernel_detail::erased& kernel);

  /// The leaf sums of the term over the selected leaves.
  std::span<const double> reduce(const kernel_detail::erased& term,
                                 std::span<const kernel_argument> arguments, const leaf_set* only);
  /// The term over axes of leaves; a recording of the results of each reduction.
  void reduce_axes(axis_fold how, std::span<const leaf_axes* const> over,
                   const kernel_detail::erased& term, std::span<const kernel_argument> arguments,
                   step_recording** results);
  double total(std::span<const double> sums, const leaf_set* only);
  double global_norm(const leaf_set* only);
  bool all_finite(const leaf_set* only);

  void for_each_leaf(const std::function<void(leaf_view&)>& f, const leaf_set* only,
                     const leaf_calls& how);
  /// The updates of the selected leaves, until the end of the step.
  const tree& look(const leaf_set* only);
  void replace(const std::function<tree(tree)>& f, const leaf_set* only);
  void from_gradients(const std::function<tree(const tree&)>& f);
  tree run(const transformation& inner, const state_view& state, tree updates, tree params);

  double get(std::uint32_t state_leaf) const;
  void set(std::uint32_t state_leaf, double value);
  /// An array of the state as this step has left it; the first one may be changed.
  array& pending_array(std::uint32_t state_leaf);
  const array& state_array(std::uint32_t state_leaf);
  std::uint32_t array_of(const slot& s) const;
  /// Arrays of the state become as wide as this step has made them.
  void widen(const std::vector<state_dtypes::wider>& leaves);

  mark here();
  void rollback(const mark& m);

  /// What a rule has left at that node, which stays where it is.
  injected_numbers& injected(std::uint32_t node, std::uint64_t rule);

  /// Another one, if the updates may be others.
  std::uint64_t revision() const { return revision_; }
  /// The updates as whole arrays, in the memory of `to` if they fit there.
  void read_updates(std::vector<array>& to, pass_reason why);

  const trees& now() const { return trees_; }
  /// To be called when the state's dtypes change between two steps.
  void expire_lowerings() noexcept { cache_.expire(); }
  /// What the steps of this state have been lowered to.
  const exec::lowering_cache& lowerings() const { return cache_; }
  /// The reductions over axes of the last step.
  const axis_results& reductions() const { return reductions_; }
  const leaf_set& selection(const leaf_set* only) const {
    return only != nullptr ? *only : trees_.plan->all;
  }

  /// Does all that may throw before the end of the step.
  void prepare(isa::finish end);
  /// Room for the updates of a step that is prepared.
  tree new_updates() const;
  bool fit_into(const tree& updates) const;
  /// To be called under a flush_guard. Writes: slots, fields, and the updates to `out` or onto
  /// `params`, one of which may be empty.
  void commit(std::span<array> out);

 private:
  // A stretch of the recording that starts from the gradients, or from arrays that a rule has made
  // of what was before.
  struct phase {
    // The first ones may be the ops of the phase before it, for the leaves that go on from there.
    std::vector<exec::recorded_op> ops;
    std::vector<std::uint32_t> first_op;  // by leaf: see lowering_types
    // The same without the leaves that go on into the next phase, if there are any.
    std::vector<std::uint32_t> ends;
    bool goes_on = false;
    std::vector<array> made;            // what leaves begin with here; room for the next steps
    std::vector<const array*> sources;  // by leaf; empty: the gradients
    std::vector<dtype> source_types;    // empty: those of the parameters
    exec::pass pass;

    std::span<const std::uint32_t> part() const { return goes_on ? ends : first_op; }
    std::uint32_t first_op_of(std::size_t leaf) const {
      return first_op.empty() ? 0 : first_op[leaf];
    }
    void begin() noexcept {
      ops.clear();
      first_op.clear();
      goes_on = false;
    }
  };
  struct looked_at {
    const leaf_set* only = nullptr;
    std::uint64_t revision = 0;
    tree updates;
  };
  struct pending_value {
    std::uint32_t leaf;
    double value;
  };
  struct inner_step {
    std::uint32_t node;
    std::unique_ptr<step_recording> recording;
    tree grads;
    tree params;
    step_plan const* plan;
  };
  struct measured {
    const leaf_set* only = nullptr;
    std::uint64_t revision = 0;
    double norm = 0.0;
    bool finite_known = false;
    bool finite = false;
  };

  void forget();
  // The state's arrays. Functions that the step calls may have taken them away.
  std::span<array> state_leaves() const {
    if (trees_.state->structure().get() != state_structure_) [[unlikely]]
      refuse_other(function_of(*trees_.plan), "the state");
    return trees_.state->leaves();
  }
  // The place of an operand: the results as they are now.
  std::uint32_t read(const step_recording& results);
  void read_all(std::span<const kernel_argument> arguments);
  void check_memory();
  [[noreturn]] void refuse_number(std::uint32_t state_leaf) const;
  void describe(exec::recorded_op& op, const kernel_detail::erased& kernel,
                std::span<const kernel_argument> arguments, const leaf_set* only);
  exec::recorded_op make(const kernel_detail::erased& kernel,
                         std::span<const kernel_argument> arguments, const leaf_set* only);
  [[noreturn]] void refuse_kernel() const;
  [[noreturn]] void refuse_gradients() const;
  // Nobody has made updates of the caller's gradients yet.
  bool has_no_updates() const { return trees_.own_gradients != nullptr && phases_used_ == 1; }
  phase& current() { return phases_[phases_used_ - 1]; }
  phase& upcoming() {
    if (phases_used_ == phases_.size()) phases_.emplace_back();
    return phases_[phases_used_];
  }
  void expect_no_leaves_shown() const;
  exec::leaf_arrays source_of(const phase& p) const;
  void find_source_types(phase& p) const;
  const exec::lowering& lowered(const phase& p, std::uint32_t terms) {
    return lowered(p, terms, p.part());
  }
  const exec::lowering& lowered(const phase& p, std::uint32_t terms,
                                std::span<const std::uint32_t> first_op);
  void widen_state();
  exec::total add_up(std::span<const double> sums, const leaf_set& set);
  exec::pass_inputs inputs(const phase& p, exec::moved_slots moved) const;
  std::span<const std::uint32_t> part_of(const phase& p, std::span<const std::uint32_t> leaves);
  exec::pass& evaluate(pass_reason why, std::span<const std::uint32_t> leaves);
  std::vector<array>& materialize(pass_reason why, std::span<const std::uint32_t> leaves);
  void next_phase(std::span<const std::uint32_t> leaves);
  void call_for_each(const std::function<void(leaf_view&)>& f, const leaf_calls& how);
  std::span<double> new_sums(std::size_t n);
  void run_terms(std::uint32_t terms, pass_reason why);
  void note(pass_reason why, const phase& p, const exec::lowering& code, const exec::pass& pass,
            bool dry) {
    if (watch_ != nullptr) tell_watch(why, p, code, pass, dry);
  }
  void tell_watch(pass_reason why, const phase& p, const exec::lowering& code,
                  const exec::pass& pass, bool dry);
  void measure(const leaf_set* only, bool finite_too);

  // What slots hold in mid-step.
  template <class F>
  void for_each_use(const phase& p, std::span<const std::uint32_t> first_op, const F& f) const;
  void add_leaves_of_replaced(std::vector<std::uint32_t>& whole);
  void find_used(std::size_t first_phase, std::size_t last_phase,
                 std::vector<unsigned char>& used) const;
  // Whether something that is recorded uses it.
  bool is_used(std::uint32_t state_leaf);
  void run_on_copies(std::size_t phases);
  exec::moved_slots slots_now();
  void begin_phase_if_changed(std::span<const kernel_argument> arguments, const leaf_set* only);

  trees trees_;
  const tree_structure* state_structure_ = nullptr;  // null: the state has gone
  bool trees_checked_ = false;
  step_watch* watch_ = nullptr;
  std::vector<phase> phases_;
  std::uint64_t source_version_ = 0;  // of the gradients whose dtypes the first one knows
  std::size_t phases_used_ = 0;
  exec::kernel_pool pool_;
  std::vector<pending_value> values_;
  exec::slot_contents slots_;
  std::vector<unsigned char> used_;  // by all that is recorded at this revision
  std::uint64_t used_revision_ = 0;
  std::vector<unsigned char> used_before_;
  std::vector<unsigned char> used_here_;
  std::vector<std::unique_ptr<inner_step>> inner_;
  std::vector<std::unique_ptr<inner_step>> undone_;  // which a watch has seen
  std::vector<std::uint32_t> part_;                  // of a pass over some of the leaves
  std::vector<std::uint32_t> whole_;                 // the leaves that become whole arrays
  std::vector<dtype> whole_types_;
  std::vector<leaf_view> views_;
  std::vector<array*> views_slots_;
  bool shows_leaves_ = false;
  std::vector<std::unique_ptr<looked_at>> looks_;
  std::size_t looks_used_ = 0;
  axis_results reductions_;
  // If this is the recording of results: the others that are results of the same recording.
  axis_results* beside_ = nullptr;
  const leaf_axes* axes_ = nullptr;
  std::vector<std::unique_ptr<injected_numbers>> injected_;
  exec::lowering_cache cache_;
  exec::pass reduction_;
  std::vector<std::vector<double>> sums_;  // of the sums of this step, each stays where it is
  std::size_t sums_used_ = 0;
  std::vector<dtype> sum_types_;
  std::vector<double> float_sums_;
  std::uint64_t revision_ = 1;  // of the update
  measured measured_;
};

/// For rules of the library that keep something from step to step.
struct sweep_access {
  static step_recording& step(sweep& s) { return *s.step_; }
};

class step_call;

/// What an opt_state keeps for its steps; never copied.
class step_workspace {
 public:
  step_recording recording;
  state_dtypes dtypes;
  known_trees known;
  tree stand_in;              // for gradients that are not like the parameters
  step_call* call = nullptr;  // while a step is under way
};

struct opt_state_access {
  static std::shared_ptr<const step_plan>& plan(opt_state& s) { return s.plan_; }
  static const std::shared_ptr<const step_plan>& plan(const opt_state& s) { return s.plan_; }
  /// Throws std::invalid_argument if init has not made the state yet.
  static void expect_some(const opt_state& s, const std::string& function);
  /// Throws tree_mismatch if the state has not the structure that init has given it.
  static void expect_whole(const opt_state& s, const std::string& function);
  /// Throws std::logic_error if a step of it is under way.
  static void expect_idle(const opt_state& s, const std::string& function);
  static std::unique_ptr<step_workspace>& workspace(opt_state& s) { return s.workspace_; }
  static void drop_workspace(opt_state& s) { s.workspace_.reset(); }
  /// As the last step has left them.
  static std::shared_ptr<const state_dtypes::list>& dtypes(opt_state& s) { return s.dtypes_; }
  static opt_state make(tree t, std::shared_ptr<const step_plan> plan) {
    return {std::move(t), std::move(plan)};
  }
};

}  // namespace optaxx
