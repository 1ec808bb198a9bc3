#pragma once

#include <cstddef>

#include "optaxx/core/dtype.hpp"

// The fixed trees of a reduction. To be called under a flush_guard.
namespace optaxx::exec {

/// The 32 lanes of a block, halved five times.
double fold_lanes(const double* lanes) noexcept;

/// The block sums of a leaf, neighbours first: the order does not depend on who computed which.
/// Overwrites them. This is where the sums of several machines would meet.
double fold_blocks(double* sums, std::size_t n) noexcept;

/// Leaf sums added from left to right, each addition in the wider of the types so far, as Optax
/// does. Guards itself.
struct total {
  double value;
  dtype type;
};
total add_leaves(const double* sums, const dtype* types, std::size_t n) noexcept;
/// sqrt in the total's type. Guards itself.
double root(total t) noexcept;

}  // namespace optaxx::exec
