#include "optaxx/tree_utils/tree_batch_shape.hpp"

#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

namespace optaxx {

tree tree_batch_shape(const tree& t, const shape& batch) {
  std::vector<array> leaves;
  leaves.reserve(t.leaves().size());
  for (const array& a : t.leaves()) {
    std::vector<std::int64_t> extents;
    for (const shape& s : {batch, a.shape()}) {
      for (std::size_t k = 0; k < s.rank(); ++k) extents.push_back(s[k]);
    }
    array& out = leaves.emplace_back(a.dtype(), shape(extents.begin(), extents.end()));
    if (out.bytes() == 0) continue;
    auto* const to = static_cast<std::byte*>(out.mutable_data());
    for (std::size_t at = 0; at < out.bytes(); at += a.bytes())
      std::memcpy(to + at, a.data(), a.bytes());
  }
  return {t.structure(), std::move(leaves)};
}

}  // namespace optaxx
