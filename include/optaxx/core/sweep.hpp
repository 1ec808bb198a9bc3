#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "optaxx/core/kernel.hpp"
#include "optaxx/core/layout.hpp"
#include "optaxx/core/schedule.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

class step_recording;
struct masked_extra;

/// Extra arguments of `update`: `tx.update(grads, state, params, {.value = loss})`.
struct extra_args {
  std::optional<double> value = {};                         ///< The loss at the parameters.
  const tree* grad = nullptr;                               ///< The gradient at the parameters.
  std::function<double(const tree& params)> value_fn = {};  ///< The loss as a function.
  std::map<std::string, std::variant<double, tree>> others = {};  ///< Any other, by name.
};

/// A field of the state that holds a tree like the parameters. By its first leaf.
struct slot {
  std::uint32_t first_leaf;
};
/// A field of the state that holds one number.
struct scalar {
  std::uint32_t leaf;
};

/// A rule's own part of the state: finds its fields by name.
class state_view {
 public:
  state_view(const tree_structure& structure, std::uint32_t node)
      : structure_(&structure), node_(node) {}

  /// A field. Throws std::logic_error, with the fields there are, if the rule's init made none of
  /// that name.
  state_view operator[](std::string_view field) const {
    const std::uint32_t node = structure_->child(node_, field);
    if (node == tree_structure::missing) refuse(field);
    return {*structure_, node};
  }
  state_view operator[](std::size_t position) const {
    return {*structure_, structure_->child_at(node_, position)};
  }
  operator slot() const { return {(*structure_)[node_].first_leaf}; }
  operator scalar() const { return {(*structure_)[node_].first_leaf}; }

  std::uint32_t node() const { return node_; }
  const tree_structure& structure() const { return *structure_; }

 private:
  [[noreturn]] void refuse(std::string_view field) const;

  const tree_structure* structure_;
  std::uint32_t node_;
};

/// One leaf as `for_each_leaf` shows it. The update and the slots may be written: they wait for the
/// end of the step.
class leaf_view {
 public:
  leaf_view(step_recording& step, std::uint32_t position, array& update, const array* param)
      : step_(&step), position_(position), update_(&update), param_(param) {}

  std::uint32_t position() const { return position_; }
  array& update() { return *update_; }
  /// Throws std::invalid_argument if the caller gave no parameters.
  const array& param() const;
  /// This leaf's part of a slot.
  array& operator[](const slot& s);

 private:
  step_recording* step_;
  std::uint32_t position_;
  array* update_;
  const array* param_;
};

/// A place in the recording to go back to.
struct mark {
  std::size_t ops;
  std::size_t values;
  std::size_t phases;
  std::size_t arrays;
  std::size_t inner;
};

/// One step in the making: a list of what to do, and the only way to look at values before it is
/// done. Nothing of the caller's is written before every rule has spoken.
class sweep {
 public:
  sweep(step_recording& step, const leaf_set* only) : step_(&step), only_(only) {}

  /// Element by element: recorded, run later together with its neighbours in one pass over memory.
  template <class Kernel, class... Slots>
  void map(const Kernel& kernel, const Slots&... slots) {
    map(numbers::weak, kernel, slots...);
  }
  template <class Kernel, class... Slots>
  void map(numbers dtype, const Kernel& kernel, const Slots&... slots) {
    const std::array<slot, sizeof...(Slots)> s{slot(slots)...};
    kernel_detail::erased e = kernel_detail::erase<Kernel, sizeof...(Slots)>(kernel);
    e.numbers = dtype;
    record(e, s);
  }
  /// The same where the numbers differ by leaf: `kernel_of(leaf)` for each leaf of this sweep, in
  /// order.
  template <class KernelOfLeaf, class... Slots>
  void map_each(const KernelOfLeaf& kernel_of, const Slots&... slots) {
    map_each(numbers::weak, kernel_of, slots...);
  }
  template <class KernelOfLeaf, class... Slots>
  void map_each(numbers dtype, const KernelOfLeaf& kernel_of, const Slots&... slots) {
    using Kernel = std::invoke_result_t<const KernelOfLeaf&, std::size_t>;
    const std::array<slot, sizeof...(Slots)> s{slot(slots)...};
    const std::size_t n = leaves();
    if (n == 0) return;
    for (std::size_t i = 0; i < n; ++i) {
      const Kernel kernel = kernel_of(i);
      kernel_detail::erased e = kernel_detail::erase<Kernel, sizeof...(Slots)>(kernel);
      e.numbers = dtype;
      record_leaf(e, s, i);
    }
  }

  /// The sum of a term over all elements: the term is a kernel that turns the update into what is
  /// summed. Leaf sums are rounded to the leaf's dtype and added from left to right.
  template <class Term, class... Slots>
  double sum(const Term& term, const Slots&... slots) {
    const std::array<slot, sizeof...(Slots)> s{slot(slots)...};
    return total(reduce(kernel_detail::erase<Term, sizeof...(Slots)>(term), s));
  }
  /// A sum per leaf, each rounded to the leaf's dtype; valid until the end of the step.
  template <class Term, class... Slots>
  std::span<const double> leaf_sums(const Term& term, const Slots&... slots) {
    const std::array<slot, sizeof...(Slots)> s{slot(slots)...};
    return reduce(kernel_detail::erase<Term, sizeof...(Slots)>(term), s);
  }
  /// sqrt of the sum of squares of the updates, in their dtype.
  double global_norm();
  /// Whether no element is NaN or infinite.
  bool all_finite();

  /// Whole arrays, leaf by leaf; those that are no floats are left out. Throws
  /// std::invalid_argument, naming the rule, if an update gets another shape or dtype.
  void for_each_leaf(const std::function<void(leaf_view&)>& f,
                     std::string_view rule = "for_each_leaf");
  /// A whole tree in, a whole tree of the same structure out.
  void replace(const std::function<tree(tree updates)>& f);
  /// Runs an inner transformation on other trees than the caller's; its state is written with the
  /// rest.
  tree run(const transformation& inner, const state_view& state, const tree& updates,
           const tree& params);

  /// A number of the state, as this step has left it.
  double get(const scalar& s) const;
  /// Waits for the end of the step.
  void set(const scalar& s, double value);
  /// Adds 1 to a count, which stays at the largest int32 once there; returns the new count.
  double increment(const scalar& count);
  /// A copy of a field that holds any tree, and its replacement, of the same structure, at the end
  /// of the step.
  tree get_tree(const state_view& field) const;
  void set_tree(const state_view& field, tree value);

  /// The same step, seen through the mask that `layout::child` laid this state out with; if asked,
  /// extra arguments that are trees like the updates are seen through it too.
  sweep only(const state_view& state, bool mask_extra = false) const;

  mark here() const;
  /// Forgets what was recorded since, inner states included.
  void rollback(const mark& m);

  /// The number of leaves this sweep sees, their dtypes and their numbers of elements.
  std::size_t leaves() const;
  dtype leaf_dtype(std::size_t position) const;
  std::size_t leaf_elements(std::size_t position) const;
  /// A tree with a float64 leaf is in x64 mode: schedules and bias corrections are then computed as
  /// Optax does there.
  bool x64() const;
  /// The value of a schedule, in this step's precision; rounded once where it meets a leaf.
  double at(const schedule& s, double count) const {
    return s.at(static_cast<step_t>(count), x64()).value();
  }

  /// The caller's parameters of the leaves that this sweep sees, to be read in place; None if there
  /// are none.
  tree params() const;
  /// Throws std::invalid_argument, naming the rule, if there are none.
  void require_params(std::string_view rule) const;
  const extra_args& extra() const;

 private:
  friend class transformation;
  friend struct sweep_access;
  void record(const kernel_detail::erased& kernel, std::span<const slot> slots);
  void record_leaf(const kernel_detail::erased& kernel, std::span<const slot> slots,
                   std::size_t position);
  std::span<const double> reduce(const kernel_detail::erased& term, std::span<const slot> slots);
  double total(std::span<const double> leaf_sums) const;

  step_recording* step_;
  const leaf_set* only_;
  std::shared_ptr<const masked_extra> extra_;  // instead of the caller's
};

}  // namespace optaxx
