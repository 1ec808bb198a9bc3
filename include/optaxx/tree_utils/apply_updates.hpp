#pragma once

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// params = params + updates, in place, with the bits of `transformation::step`. Mirrors
/// optax.apply_updates. Throws tree_mismatch if the trees differ in structure, shapes or dtypes,
/// std::invalid_argument if leaves share memory in a way that `transformation` does not allow.
void apply_updates(tree& params, const tree& updates);

}  // namespace optaxx
