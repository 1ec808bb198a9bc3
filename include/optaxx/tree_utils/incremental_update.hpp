#pragma once

#include <cstdint>

#include "optaxx/core/number.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

/// step_size * new_tensors + (1 - step_size) * old_tensors: a running mean of parameters, a target
/// network. Mirrors optax.incremental_update. Throws tree_mismatch as tree_add does.
tree incremental_update(const tree& new_tensors, const tree& old_tensors, const number& step_size);

/// The new tensors in every `update_period`th step, beginning with step 0, otherwise the old ones.
/// Mirrors optax.periodic_update. Throws tree_mismatch if the trees are not alike,
/// std::invalid_argument for a period that is not positive.
tree periodic_update(const tree& new_tensors, const tree& old_tensors, std::int64_t steps,
                     std::int64_t update_period);

}  // namespace optaxx
