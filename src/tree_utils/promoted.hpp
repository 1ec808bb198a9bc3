#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "optaxx/core/astype.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {

/// A tree of the structure of another one, each leaf in the wider of the two dtypes.
inline tree promoted(const tree& t, const tree& other) {
  std::vector<array> leaves;
  leaves.reserve(t.leaves().size());
  for (std::size_t i = 0; i < t.leaves().size(); ++i) {
    const array& a = t.leaves()[i];
    leaves.push_back(astype(a, promote(a.dtype(), other.leaves()[i].dtype())));
  }
  return {t.structure(), std::move(leaves)};
}

}  // namespace optaxx
