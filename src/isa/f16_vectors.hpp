#pragma once

#include <cstdint>

#include "isa/narrow.hpp"

namespace optaxx::isa {

// What float16 needs of an instruction set: conversions. What they make of a NaN's payload is
// stored nowhere.
template <converts_float16 Arch>
struct f16_vectors {
  using native = arch<float, Arch>;
  using batch = xsimd::batch<float, Arch>;

  static OPTAXX_INLINE batch load(const std::uint16_t* p) {
    return native::widen_float16s(native::load_float16s(p));
  }
  static OPTAXX_INLINE void store(std::uint16_t* p, batch v) {
    halves_of<f16_bits, Arch>::store(p, v);
  }
  static OPTAXX_INLINE batch rounded(batch v) {
    return native::widen_float16s(native::round_to_float16s(v));
  }
};

}  // namespace optaxx::isa
