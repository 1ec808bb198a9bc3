#pragma once

#include <memory>
#include <optaxx/core/tree.hpp>
#include <string>
#include <utility>
#include <vector>

#include "python.hpp"

namespace optaxx::python {

using leaf_objects = std::vector<nb::object>;

/// A tree of Python's containers without its leaves: dicts, lists, tuples, named tuples,
/// dataclasses, None, and where JAX is imported what is registered with it.
class pytree {
 public:
  /// What `o` is. Its leaves come behind those that `leaves` has.
  static pytree of(nb::handle o, leaf_objects& leaves);
  /// A tree of the library's, with its named tuples as classes of optaxx.states; what looks like
  /// `params`, or is a part of them behind a mask, has the containers of `params`.
  static pytree like(const std::shared_ptr<const tree_structure>& structure, const pytree& params);

  /// The leaves of another such tree, in the place of what `leaves` has; false if it has other
  /// containers. Named tuples need to have the same number of fields only. With `under_none`,
  /// anything may be where this tree has None.
  bool leaves_of(nb::handle o, leaf_objects& leaves, bool under_none = false) const;
  /// The tree with these leaves.
  nb::object with(const leaf_objects& leaves) const;

  const std::shared_ptr<const tree_structure>& structure() const { return structure_; }

 private:
  struct container {
    enum class how { plain, named_tuple, dataclass, registered } made = how::plain;
    nb::object type = {};               ///< The class, or JAX's treedef of this one container.
    std::vector<nb::object> keys = {};  ///< Of a dict, the names of a dataclass.
    /// Of a dict that had its keys in another order: the key at each place, how far away its node.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> seen = {};
  };
  class reader;

  bool collect(std::uint32_t node, PyObject* o, leaf_objects& leaves, bool under_none) const;
  bool collect_dict(std::uint32_t node, PyObject* o, leaf_objects& leaves, bool under_none) const;
  nb::object build(std::uint32_t node, const leaf_objects& leaves) const;
  bool like_params(std::uint32_t node, const pytree& params, std::uint32_t theirs,
                   std::vector<std::uint32_t>& pairs) const;

  std::shared_ptr<const tree_structure> structure_;
  std::vector<container> containers_;  // by node
};

/// A key of a dict as the library has it. Throws std::invalid_argument for other types.
key key_of(nb::handle k);

}  // namespace optaxx::python
