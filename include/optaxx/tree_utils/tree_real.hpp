#pragma once

#include "optaxx/core/tree.hpp"

// There is no complex dtype: a complex parameter is a dict or struct of its real and its imaginary
// part, as contrib::split_real_and_imaginary makes it.
namespace optaxx {

/// A copy: arrays are real. Mirrors optax.tree.real.
tree tree_real(const tree& t);
/// A copy: arrays are real, and their own conjugates. Mirrors optax.tree.conj.
tree tree_conj(const tree& t);

namespace tree_utils {
using optaxx::tree_conj;
using optaxx::tree_real;
}  // namespace tree_utils

}  // namespace optaxx
