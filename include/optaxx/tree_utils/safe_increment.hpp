#pragma once

#include <concepts>
#include <limits>

namespace optaxx {

/// count + 1, or the largest number of its type once there. Mirrors optax.safe_increment.
template <class Count>
requires((std::integral<Count> ||
          std::floating_point<Count>)&&!std::same_as<Count, bool>) constexpr Count
    safe_increment(Count count) {
  constexpr Count largest = std::numeric_limits<Count>::max();
  return count < largest ? static_cast<Count>(count + 1) : largest;
}

}  // namespace optaxx
