#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "optaxx/core/errors.hpp"
#include "sweep/known_tree.hpp"
#include "sweep/plan.hpp"

// Whether what a step is given fits its plan.
namespace optaxx {

/// Whether an update of one dtype may stand where another is expected: below float64 any float may
/// for a float.
bool may_update(dtype came, dtype expected);

/// What to throw where a leaf of the parameters is to be changed that is none of floats.
tree_mismatch not_a_float(const step_plan& plan, const tree_structure& params, std::size_t leaf,
                          dtype came);

/// Whether an array of the state may be of that dtype: as init laid it out, or wider, if it is one
/// that follows the updates.
bool may_hold(const step_plan& plan, std::size_t state_leaf, dtype came);

/// Throws tree_mismatch if a tree, called by that name, has not the structure, shapes and dtypes of
/// the plan's parameters; below float64 updates may have another float dtype than the parameter.
void check_tree(const step_plan& plan, const tree& t, const char* name,
                known_tree* known = nullptr);

/// The part of it that looks at no arrays.
void check_structure(const step_plan& plan, const tree& t, const char* name);

/// The same of gradients that have a form of their own.
void check_gradients(const step_plan& plan, const tree& gradients);
/// Throws tree_mismatch if what a rule has made of them has not the form of the updates.
void check_made(const step_plan& plan, const tree& made);

/// Throws tree_mismatch unless the arrays of a state that has the plan's structure are as init or
/// the steps since have left them; a number may have got another dtype.
void check_state(const step_plan& plan, const tree& state, const std::vector<dtype>& types,
                 known_tree& known);

/// Throws std::invalid_argument if there is a leaf that must not be changed in place.
void expect_steppable(const std::string& function, const tree& params);

}  // namespace optaxx
