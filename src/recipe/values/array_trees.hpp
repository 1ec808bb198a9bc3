#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "optaxx/core/tree.hpp"
#include "recipe/values/tensors.hpp"
#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// The elements of all arrays of a tree.
std::uint64_t elements_of(const tree& t);

/// A tree that the run has made: as long as anything refers to it, it counts as memory of the run.
std::shared_ptr<const tree> held(tree t, const allowance_of_arrays& allowance);

/// A tree as functions of the text see it, over the arrays where they are.
value value_of(const std::shared_ptr<const tree>& t, const allowance_of_arrays& allowance);
/// A state: dicts, lists, tuples and NamedTuples, but where a part is like the parameters that part
/// as one tree.
value state_value(const std::shared_ptr<const tree>& state, const tree& params,
                  const allowance_of_arrays& allowance);

/// What a function of the text made, as a tree of arrays; numbers are arrays without axes. Throws
/// std::invalid_argument for what is neither a number, an array, nor made of them.
tree tree_of(const value& v, bool x64);
/// The same where the structure is known: throws std::invalid_argument, with the place, for a tree
/// that differs. `name`: "updates".
tree tree_like(const std::shared_ptr<const tree_structure>& structure, const value& v,
               const std::string& name, bool x64);

}  // namespace optaxx::recipes
