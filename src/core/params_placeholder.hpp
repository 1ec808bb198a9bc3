#pragma once

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// The type of what stands for parameters where it is asked which parts of a state are like them:
/// that of optax.tree.map_params.
inline constexpr const char* params_placeholder = "_ParamsPlaceholder";

/// Whether a tree is such a one, which no mask fits.
inline bool stands_for_params(const tree& t) {
  const auto& root = (*t.structure())[0];
  return root.kind == node_kind::named_struct && root.type == params_placeholder;
}

}  // namespace optaxx
