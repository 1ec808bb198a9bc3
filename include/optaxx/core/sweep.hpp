#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "optaxx/core/kernel.hpp"
#include "optaxx/core/layout.hpp"
#include "optaxx/core/schedule.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

class step_recording;
class sweep;
struct leaf_axes;
struct masked_extra;

/// Extra arguments of `update`: `tx.update(grads, state, params, {.value = loss})`.
struct extra_args {
  std::optional<double> value = {};                         ///< The loss at the parameters.
  const tree* grad = nullptr;                               ///< The gradient at the parameters.
  std::function<double(const tree& params)> value_fn = {};  ///< The loss as a function.
  /// The loss and its gradient, as `jax.value_and_grad` of value_fn is in a JAX program: for what
  /// looks at other parameters than the caller's, as line searches do.
  std::function<std::pair<double, tree>(const tree& params)> value_and_grad_fn = {};
  std::map<std::string, std::variant<double, tree>> others = {};  ///< Any other, by name.
  /// The gradient at other parameters than the caller's, of which a step may need several: i counts
  /// them from 0. For sam in its opaque mode.
  std::function<tree(const tree& params, step_t i)> grad_fn = {};
  /// The product of the Hessian of the loss at these parameters and a vector, a tree like them:
  /// what `jax.jvp(jax.grad(obj_fn), (params,), (vector,))[1]` is where Optax is given an obj_fn.
  std::function<tree(const tree& params, const tree& vector)> hvp_fn = {};
};

/// A field of the state that holds a tree like the parameters. By its first leaf.
struct slot {
  std::uint32_t first_leaf;
};
/// What a kernel is given beside the update and the parameter: a slot, or a sweep over results of a
/// reduction, whose updates it reads.
class kernel_argument {
 public:
  kernel_argument(const slot& s) : slot_(s) {}
  kernel_argument(const sweep& results);

  const step_recording* results() const { return results_; }  ///< null: it is a slot
  std::uint32_t first_leaf() const { return slot_.first_leaf; }

 private:
  slot slot_{};
  const step_recording* results_ = nullptr;
};

enum class axis_fold : std::uint8_t { sum, mean, max };

namespace kernel_detail {

template <class... Arguments>
using arguments = std::array<kernel_argument, sizeof...(Arguments)>;

template <class Argument>
inline constexpr bool is_read = std::is_same_v<Argument, sweep>;
template <class... Arguments>
inline constexpr std::size_t reads = (std::size_t{is_read<Arguments>} + ... + 0);

template <class K, class... Arguments>
erased erase_for(const K& kernel) {
  constexpr std::size_t n = sizeof...(Arguments);
  constexpr bool last = [] {
    bool read = false;
    bool in_order = true;
    ((in_order = in_order && (is_read<Arguments> || !read), read = read || is_read<Arguments>),
     ...);
    return in_order;
  }();
  static_assert(last, "results of reductions come behind the slots");
  return erase<K, n, reads<Arguments...>>(kernel);
}

template <class Argument>
kernel_argument argument(const Argument& a) {
  if constexpr (is_read<Argument>) {
    return kernel_argument(a);
  } else {
    return kernel_argument(slot(a));
  }
}

}  // namespace kernel_detail

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

/// How `for_each_leaf` calls its function.
struct leaf_calls {
  std::string_view rule = "for_each_leaf";  ///< Named in errors.
  /// On all threads, for several leaves at a time, in any order. The function then looks at nothing
  /// but its leaf and what does not change, and asks for no slots but these.
  bool parallel = false;
  std::span<const slot> slots = {};
  /// About how many additions an element takes: how many threads are worth waking.
  std::size_t cost = 1;
};

/// One leaf as `for_each_leaf` shows it. The update and the slots may be written: they wait for the
/// end of the step.
class leaf_view {
 public:
  leaf_view(step_recording& step, const leaf_calls& how, std::uint32_t position,
            std::uint32_t slot_position, array& update, const array* param)
      : step_(&step),
        how_(&how),
        position_(position),
        slot_position_(slot_position),
        update_(&update),
        param_(param) {}

  std::uint32_t position() const { return position_; }
  array& update() { return *update_; }
  /// Throws std::invalid_argument if the caller gave no parameters.
  const array& param() const;
  /// This leaf's part of a slot. Throws std::logic_error if leaves are shown in parallel and the
  /// slot was not named.
  array& operator[](const slot& s);
  /// f(first, last) for ranges that together are 0 to n, rows for example: on all threads if the
  /// leaf is large enough. Where the cuts are must not change what is computed.
  void for_ranges(std::size_t n,
                  const std::function<void(std::size_t first, std::size_t last)>& f) const;

 private:
  friend class step_recording;

  step_recording* step_;
  const leaf_calls* how_;
  std::uint32_t position_;
  std::uint32_t slot_position_;  // among the leaves that slots were laid out for
  array* update_;
  const array* param_;
  array* const* slots_ = nullptr;  // those that were named
};

/// A place in the recording to go back to.
struct mark {
  std::size_t ops;
  std::size_t values;
  std::size_t phases;
  std::size_t arrays;
  std::size_t inner;
  std::size_t reductions;
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
    const kernel_detail::arguments<Slots...> s{kernel_detail::argument(slots)...};
    kernel_detail::erased e = kernel_detail::erase_for<Kernel, Slots...>(kernel);
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
    const kernel_detail::arguments<Slots...> s{kernel_detail::argument(slots)...};
    const std::size_t n = leaves();
    if (n == 0) return;
    for (std::size_t i = 0; i < n; ++i) {
      const Kernel kernel = kernel_of(i);
      kernel_detail::erased e = kernel_detail::erase_for<Kernel, Slots...>(kernel);
      e.numbers = dtype;
      record_leaf(e, s, i);
    }
  }

  /// The sum of a term over all elements: the term is a kernel that turns the update into what is
  /// summed. Leaf sums are rounded to the leaf's dtype and added from left to right.
  template <class Term, class... Slots>
  double sum(const Term& term, const Slots&... slots) {
    const kernel_detail::arguments<Slots...> s{kernel_detail::argument(slots)...};
    return total(reduce(kernel_detail::erase_for<Term, Slots...>(term), s));
  }
  /// A sum per leaf, each rounded to the leaf's dtype; valid until the end of the step.
  template <class Term, class... Slots>
  std::span<const double> leaf_sums(const Term& term, const Slots&... slots) {
    const kernel_detail::arguments<Slots...> s{kernel_detail::argument(slots)...};
    return reduce(kernel_detail::erase_for<Term, Slots...>(term), s);
  }

  /// Reductions over axes, which `layout::axes` has named: of a term, in one pass over memory.
  const leaf_axes& axes(const state_view& state, std::string_view name) const;
  /// The leaves that a reduction is over.
  sweep only(const leaf_axes& over) const;
  /// A sweep over the results, one small array for each of these leaves: what `map` says there
  /// changes them, and slots there have an array like them for each leaf that was laid out. Given
  /// to `map` behind the slots, a kernel reads the number of its row, column or unit, as it is at
  /// that moment. Sums are made in double precision and rounded to the term's dtype.
  template <class Term, class... Slots>
  sweep axis_sum(numbers dtype, const leaf_axes& over, const Term& term, const Slots&... slots) {
    return reduce_axes<1>(axis_fold::sum, dtype, {&over}, term, slots...)[0];
  }
  template <class Term, class... Slots>
  sweep axis_max(numbers dtype, const leaf_axes& over, const Term& term, const Slots&... slots) {
    return reduce_axes<1>(axis_fold::max, dtype, {&over}, term, slots...)[0];
  }
  template <class Term, class... Slots>
  sweep axis_mean(numbers dtype, const leaf_axes& over, const Term& term, const Slots&... slots) {
    return reduce_axes<1>(axis_fold::mean, dtype, {&over}, term, slots...)[0];
  }
  /// Several means of one term, in one pass.
  template <std::size_t N, class Term, class... Slots>
  std::array<sweep, N> axis_means(numbers dtype, const leaf_axes* const (&over)[N],
                                  const Term& term, const Slots&... slots) {
    return reduce_axes<N>(axis_fold::mean, dtype, std::to_array(over), term, slots...);
  }

  /// sqrt of the sum of squares of the updates, in their dtype.
  double global_norm();
  /// Whether no element is NaN or infinite.
  bool all_finite();

  /// Whole arrays, leaf by leaf, in order and on the calling thread unless `how` says otherwise;
  /// those that are no floats are left out. What the function throws comes through, of several
  /// leaves in parallel that of the first. Throws std::invalid_argument, naming the rule, if an
  /// update gets another shape or dtype, and std::logic_error if the function asks for whole arrays
  /// itself.
  void for_each_leaf(const std::function<void(leaf_view&)>& f, const leaf_calls& how = {});
  /// A whole tree in, a whole tree of the same structure out. Leaves that this sweep does not see
  /// stay in the last pass, here as above.
  void replace(const std::function<tree(tree updates)>& f);
  /// Of a rule whose gradients are not like the parameters, as its layout has said: f makes of the
  /// caller's gradients the updates that are. Nothing else can have looked at them before. Throws
  /// std::invalid_argument if another rule has, and if what f makes is not like the parameters.
  void from_gradients(const std::function<tree(const tree& gradients)>& f);
  /// The updates as they are now, until the end of the step. They are evaluated to be looked at;
  /// the recording goes on as if nobody had.
  const tree& updates();
  /// Runs an inner transformation on other trees than the caller's; its state is written with the
  /// rest.
  tree run(const transformation& inner, const state_view& state, const tree& updates,
           const tree& params);

  /// A number of the state, as this step has left it.
  double get(const scalar& s) const;
  /// Waits for the end of the step.
  void set(const scalar& s, double value);
  /// The same for one of the numbers of an array.
  double get(const scalar& numbers, std::size_t element) const;
  void set(const scalar& numbers, std::size_t element, double value);
  /// Adds 1 to a count, which stays at the largest int32 once there; returns the new count.
  double increment(const scalar& count);
  /// The words of a key, of a field that `prng_key::leaf` has made, as this step has left it, and
  /// their replacement at the end of the step.
  std::array<std::uint32_t, 2> get_key(const scalar& key) const;
  void set_key(const scalar& key, const std::array<std::uint32_t, 2>& words);
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
  friend class kernel_argument;
  void record(const kernel_detail::erased& kernel, std::span<const kernel_argument> arguments);
  void record_leaf(const kernel_detail::erased& kernel, std::span<const kernel_argument> arguments,
                   std::size_t position);
  std::span<const double> reduce(const kernel_detail::erased& term,
                                 std::span<const kernel_argument> arguments);
  template <std::size_t N, class Term, class... Slots>
  std::array<sweep, N> reduce_axes(axis_fold how, numbers dtype,
                                   const std::array<const leaf_axes*, N>& over, const Term& term,
                                   const Slots&... slots) {
    const kernel_detail::arguments<Slots...> s{kernel_detail::argument(slots)...};
    kernel_detail::erased e = kernel_detail::erase_for<Term, Slots...>(term);
    e.numbers = dtype;
    std::array<step_recording*, N> results;
    reduce_axes(how, over, e, s, results.data());
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::array<sweep, N>{sweep(*results[I], nullptr)...};
    }
    (std::make_index_sequence<N>{});
  }
  void reduce_axes(axis_fold how, std::span<const leaf_axes* const> over,
                   const kernel_detail::erased& term, std::span<const kernel_argument> arguments,
                   step_recording** results);
  double total(std::span<const double> leaf_sums) const;

  step_recording* step_;
  const leaf_set* only_;
  std::shared_ptr<const masked_extra> extra_;  // instead of the caller's
};

inline kernel_argument::kernel_argument(const sweep& results) : results_(results.step_) {}

}  // namespace optaxx
