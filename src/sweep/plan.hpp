#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "isa/storage.hpp"
#include "optaxx/core/transform.hpp"
#include "sweep/axis_runs.hpp"

namespace optaxx {

inline constexpr std::uint32_t not_selected = 0xffffffffU;

struct leaf_set {
  std::vector<std::uint32_t> positions;  // of the selected leaves among all, ascending
  std::vector<std::uint32_t> rank;  // of each of all leaves among the selected, or not_selected
  // Of each of all leaves among those that slots were laid out for, where these are more.
  std::vector<std::uint32_t> slot_ranks;

  std::uint32_t slot_rank(std::size_t leaf) const {
    return slot_ranks.empty() ? rank[leaf] : slot_ranks[leaf];
  }
  std::shared_ptr<const tree_structure>
      structure;  // of a tree like the parameters, the others MaskedNode
};

struct leaf_info {
  optaxx::dtype dtype;
  optaxx::shape shape;
  std::size_t elements;
};

struct leaf_axes;

/// How a leaf of the state holds the numbers of a slot.
struct leaf_storage {
  const isa::storage* storage = nullptr;  // null: it is the array of them
  std::uint32_t scales = 0;               // how many leaves behind it these lie
};

/// How gradients are that are not like the parameters.
struct gradient_form {
  std::shared_ptr<const tree_structure> structure;
  std::uint32_t first_leaf = 0;  // of the part of the parameters that they are like
  bool per_example = false;      // with an axis more in front
};

/// What init found out once: the leaves, the masks and where they belong in the state. Shared by
/// copies of a state.
struct step_plan {
  std::shared_ptr<const rule> owner;
  std::string function = "run";  // in messages, if there is no owner
  std::shared_ptr<const tree_structure> structure;
  std::vector<leaf_info> leaves;
  std::size_t elements = 0;
  bool x64 = false;
  bool integral = false;              // some leaf is no float
  bool narrow = false;                // some leaf is below float32
  std::optional<dtype> gradients;     // what they will be, where init was told
  std::optional<gradient_form> form;  // of gradients that are not like the parameters
  optaxx::numerics numerics = optaxx::numerics::exact;
  leaf_set all;
  std::shared_ptr<const tree_structure> state_structure;  // null in an inner plan
  // Of the state's leaves: their dtypes, whether these follow wider updates, and their shapes.
  // Empty in an inner plan.
  std::shared_ptr<const std::vector<dtype>> state_types;
  std::vector<unsigned char> state_follows;
  std::vector<shape> state_shapes;
  std::vector<leaf_storage> state_storage;  // empty: of no leaf is there more to say than its dtype
  std::vector<std::pair<std::uint32_t, std::unique_ptr<leaf_set>>> masks;  // by node of the state
  std::vector<std::pair<std::uint32_t, std::unique_ptr<step_plan>>>
      inner;  // the same, for sweep::run
  std::vector<std::pair<std::uint32_t, std::unique_ptr<leaf_axes>>> axes;  // the same, of a name

  /// A tree like the parameters, packed, with leaves of these dtypes.
  tree zeros(const std::function<dtype(std::size_t)>& type_of) const;
  leaf_storage storage_of(std::size_t state_leaf) const {
    return state_storage.empty() ? leaf_storage{} : state_storage[state_leaf];
  }
  const leaf_set& mask_of(std::uint32_t node) const;
  const step_plan& inner_of(std::uint32_t node) const;
  const leaf_axes& axes_of(std::uint32_t node, std::string_view name) const;
};

/// A reduction of leaves over some of their axes, as a rule's init has named it.
struct leaf_axes {
  std::string name;
  const leaf_axes* of = nullptr;    // whose results are the leaves, if not the sweep's own
  leaf_set set;                     // of the leaves that it is over
  std::vector<axis_runs> runs;      // of these leaves
  step_plan results;                // a leaf for each of them
  std::unique_ptr<leaf_axes> each;  // of the results, where no axis is reduced
};

/// The part of a plan that the parameters decide.
void describe_leaves(step_plan& plan, const tree& params);
/// The same of a list of leaves.
void describe_leaves(step_plan& plan, std::vector<leaf_info> leaves);
/// The same, as another plan has it.
void describe_leaves(step_plan& plan, const step_plan& as);

/// "adamw" of a rule that describes itself as optax.adamw(...).
std::string short_name(const rule& r);
/// What messages about a step begin with.
std::string function_of(const step_plan& plan);

/// The leaves at these positions, to be read in place, as a tree of that structure.
tree views_of(const std::shared_ptr<const tree_structure>& structure, const tree& params,
              const std::vector<std::uint32_t>& positions);

/// Lays out a rule's state: the structure and first values, and into `plan` its masks.
tree lay_out(const rule& r, const tree& params, step_plan& plan);

}  // namespace optaxx
