#pragma once

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// Writes the numbers of one tree into the arrays of another, where they lie: into memory that it
/// borrows, as when a file is loaded into a model. Named after numpy.copyto. Throws tree_mismatch
/// unless structure, shapes and dtypes are the same, std::invalid_argument if an array was borrowed
/// as const, or shares memory with another leaf of either tree; it has changed nothing then. A leaf
/// may overlap the one it is written from.
void copyto(tree& to, const tree& from);

namespace tree_utils {
using optaxx::copyto;
}  // namespace tree_utils

}  // namespace optaxx
