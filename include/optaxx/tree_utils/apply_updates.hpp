#pragma once

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// params = params + updates, in place, with the bits of `transformation::step`. Mirrors
/// optax.apply_updates. Throws tree_mismatch if the trees differ in structure, shapes or dtypes.
void apply_updates(tree& params, const tree& updates);

}  // namespace optaxx
