#pragma once

#include <span>

#include "sweep/plan.hpp"

namespace optaxx::exec {

/// Results of a reduction that kernels read, an array for each of its leaves.
struct operand {
  const leaf_axes* axes;
  std::span<const array> values;

  const array& of_leaf(std::size_t leaf) const { return values[axes->set.rank[leaf]]; }
  const axis_runs& runs_of_leaf(std::size_t leaf) const { return axes->runs[axes->set.rank[leaf]]; }
};

}  // namespace optaxx::exec
