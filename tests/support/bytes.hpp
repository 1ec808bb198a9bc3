#pragma once

#include <cstddef>
#include <cstring>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace support {

/// The memory of all leaves: of what a call that throws must not have changed.
inline std::vector<std::byte> bytes_of(const optaxx::tree& t) {
  std::vector<std::byte> result;
  for (const optaxx::array& a : t.leaves()) {
    const auto* const first = static_cast<const std::byte*>(a.data());
    if (a.bytes() != 0) result.insert(result.end(), first, first + a.bytes());
  }
  return result;
}

}  // namespace support
