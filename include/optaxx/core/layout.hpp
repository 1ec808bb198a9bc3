#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "optaxx/core/mask.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

class transformation;
class layout_builder;

/// The leaves that a mask selects, in order, and the structure of a tree in which the others are
/// MaskedNode.
struct leaf_set;

struct slot_options {
  /// Storage; unset: as the parameter, and where a step's updates are wider, as wide as they.
  std::optional<optaxx::dtype> dtype = {};
  double value = 0.0;  ///< First value.
  /// As the parameter, however wide the updates are: Optax's `cast_like`.
  bool like_params = false;
};

/// What a rule fills in `init`: the fields of its state, under Optax's names, in Optax's order.
class layout {
 public:
  explicit layout(layout_builder& builder) : builder_(&builder) {}

  /// The named tuple that the fields make, "ScaleByAdamState". Without it the state is an
  /// EmptyState.
  void type(std::string_view name);
  /// The state is a plain tuple of the children, as chain's, or a dict of them, with sorted keys or
  /// with keys in the order of the calls.
  void tuple();
  void dict();
  void ordered_dict();

  /// A number, shape ().
  void scalar(std::string_view name, dtype type, double value = 0.0);
  /// A tree like the parameters.
  void slot(std::string_view name, const slot_options& options = {});
  /// A tree with the structure of the parameters, whose arrays f makes from each of them.
  template <class Function>
  requires std::is_invocable_r_v<array, const Function&, const array&>
  void slot(std::string_view name, const Function& f) { slot_of(name, f); }
  /// Any tree, kept as it is.
  void value(std::string_view name, tree t);
  /// The whole state is this tree; it has no other fields.
  void value(tree t);
  /// The state of another transformation.
  void child(std::string_view name, const transformation& inner);
  /// The same on the selected leaves; `sweep::only` finds the selection again by this state.
  void child(std::string_view name, const transformation& inner, const mask_tree& mask);
  /// The same, over other parameters than the caller's; for `sweep::run`.
  void child(std::string_view name, const transformation& inner, const tree& params);
  /// Names a reduction for `sweep::mean` and its like: `reduced` says of the shape of each leaf of
  /// floats which of its axes are reduced, or nothing if the leaf has no part in it.
  using reduced_axes = std::function<std::optional<std::vector<bool>>(const shape&)>;
  void axes(std::string_view name, const reduced_axes& reduced);
  /// The same over the results of another one: `reduced` says of the shape of a leaf which axes of
  /// its result are reduced.
  void axes(std::string_view name, std::string_view of, const reduced_axes& reduced);
  /// The caller's gradients are not like the parameters: each has an axis more, in front, with a
  /// place for each example. The rule makes one update of them by `sweep::from_gradients`, so it
  /// stands first in a chain, and behind no mask: throws std::invalid_argument there.
  void gradients_per_example();
  /// The same of gradients that are like one part of the parameters, the child of that name.
  void gradients_like(std::string_view part);
  /// Slots of what is laid out from here on, children included, keep their dtypes however wide the
  /// updates are.
  void keeps_dtypes();

  /// The parameters that are laid out; under a mask, the selected ones.
  const tree& params() const;
  /// Whether any parameter is a float64, also one that a mask hides; see `sweep::x64`.
  bool x64() const;

 private:
  void slot_of(std::string_view name, const std::function<array(const array&)>& f);

  layout_builder* builder_;
};

}  // namespace optaxx
