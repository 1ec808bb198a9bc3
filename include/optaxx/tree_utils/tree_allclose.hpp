#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

struct tree_allclose_options {
  number rtol = 1e-5;      ///< Of the size of b's element.
  number atol = 1e-8;      ///< Beside it.
  bool equal_nan = false;  ///< Whether NaN is close to NaN.
};

/// Whether |a - b| <= atol + rtol * |b| for all elements, computed in the leaf's dtype, which is
/// float32 for integers; infinities are close to themselves. Mirrors optax.tree.allclose. Throws
/// tree_mismatch as tree_add does.
bool tree_allclose(const tree& a, const tree& b, const tree_allclose_options& options = {});

namespace tree_utils {
using optaxx::tree_allclose;
using optaxx::tree_allclose_options;
}  // namespace tree_utils

}  // namespace optaxx
