#pragma once

#include <cstdint>
#include <type_traits>

#include "core/inline.hpp"

namespace optaxx {

/// x == 1, compared as an integer: where x is one of many numbers of a loop, that is one
/// instruction of it and not four.
template <class T>
OPTAXX_INLINE bool is_one(T x) noexcept {
  using bits = std::conditional_t<sizeof(T) == sizeof(std::uint64_t), std::uint64_t, std::uint32_t>;
  return __builtin_bit_cast(bits, x) == __builtin_bit_cast(bits, T(1));
}

}  // namespace optaxx
