#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "optaxx/core/call.hpp"
#include "optaxx/core/nestable.hpp"
#include "optaxx/core/numerics.hpp"
#include "optaxx/core/sweep.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

/// What an author of a transformation writes. Never changes after construction.
class rule : public detail::nestable {
 public:
  /// Names the fields of the state, their shapes and first values.
  virtual void init(layout& state) const = 0;
  /// Says what this step does. May throw: nothing of the caller's has been written yet.
  virtual void update(sweep& s, const state_view& state) const = 0;
  /// The Optax call that makes it.
  virtual call describe() const = 0;
};

struct step_plan;
class step_workspace;

/// The state of an optimizer: a tree with Optax's structure and field names. Only
/// `transformation::init`, loading and copying make one. A copy is a snapshot; the two go on
/// independently.
///
/// Between steps its numbers may be changed, and its arrays replaced by others of the same shape
/// and dtype, which may be borrowed if their memory outlives the state. A step looks at what it
/// finds: of another structure, size or dtype, or in memory that belongs to something else too, it
/// throws std::invalid_argument and has changed nothing.
class opt_state : public tree {
 public:
  /// Nothing yet: to be assigned to. A step that is given it says so.
  opt_state() noexcept;
  opt_state(const opt_state& other);
  opt_state(opt_state&& other) noexcept;
  opt_state& operator=(const opt_state& other);
  opt_state& operator=(opt_state&& other) noexcept;
  ~opt_state();

 private:
  friend class transformation;
  friend struct opt_state_access;
  opt_state(tree t, std::shared_ptr<const step_plan> plan);

  std::shared_ptr<const step_plan> plan_;
  std::shared_ptr<const std::vector<dtype>> dtypes_;  // of its arrays
  std::unique_ptr<step_workspace> workspace_;
};

/// A gradient transformation: an immutable value, cheap to copy, safe to share between threads.
/// Everything that changes lives in the state. At most 500 may be inside one another: `init` and
/// `describe` throw std::length_error for more.
///
/// Memory: parameters and states must be apart from all else that a call is given: no other leaf
/// may share their memory, or a part of it. std::invalid_argument names both leaves otherwise. Tied
/// parameters are one leaf, with the sum of their gradients. What is only read may be shared whole:
/// several gradients may be the same memory, and a gradient may be its own parameter, in the same
/// memory; it is read before it is written. Gradients that overlap in part are refused as well.
///
/// Functions of yours that a call calls, such as schedules, masks and functions of arrays, may use
/// other transformations, with states of their own. Throws std::logic_error if one of them calls
/// this transformation again, or steps, moves, replaces or ends the state that is being stepped, or
/// puts other arrays into the gradients or parameters. The trees themselves must outlive the call.
class transformation {
 public:
  template <std::derived_from<rule> Rule>
  transformation(Rule r) : rule_(new const Rule(std::move(r)), detail::nestable::deleter{}) {}

  /// The first state for parameters like these: their structure, shapes and dtypes count, their
  /// values mostly not. Leaves of integers and bools are allowed where nothing changes them: under
  /// `freeze`, `set_to_zero` and masks. They have no part in norms.
  opt_state init(const tree& params, const init_options& how = {}) const;

  /// Updates to be added to the parameters, from gradients; the state moves on by one step.
  /// `updates` and `params` must have the structure and shapes that init saw, and `params` the
  /// dtypes; a gradient is bfloat16, float16 or float32 as it likes, or float64 as its parameter.
  /// Throws tree_mismatch otherwise. A call that throws has changed nothing.
  ///
  /// A state that another transformation has made is taken over if its arrays are alike, as those
  /// of the same with another rate. Masks and labels that are functions are then called again: with
  /// the parameters of this call, or if it has none, with the updates, as in Optax's update.
  tree update(const tree& updates, opt_state& state, const tree& params = {},
              const extra_args& extra = {}) const;
  /// The same in the memory of the gradients, if it is theirs alone.
  tree update(tree&& updates, opt_state& state, const tree& params = {},
              const extra_args& extra = {}) const;

  /// update followed by apply_updates, with the same bits, in one sweep over memory; parameters
  /// change in place.
  void step(const tree& grads, opt_state& state, tree& params, const extra_args& extra = {}) const;

  /// As a part of another rule.
  void init(layout& state) const;
  void update(sweep& s, const state_view& state) const;
  call describe() const;

 private:
  friend std::string explain(const transformation& tx, const opt_state& state, const tree& params);
  std::shared_ptr<const rule> rule_;
};

/// The Optax expression that makes this transformation.
std::string describe(const transformation& tx);

std::string option_text(const transformation& value);
std::string option_text(const std::vector<std::pair<std::string, transformation>>& value);

}  // namespace optaxx
