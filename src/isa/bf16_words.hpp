#pragma once

#include <cstddef>
#include <cstdint>

#include "isa/narrow.hpp"

namespace optaxx::isa {

// What bfloat16 needs of an instruction set: numbers as the upper halves of words.
template <class Arch>
struct bf16_words {
  using word = words<Arch>;
  using native = arch<float, Arch>;
  using batch = xsimd::batch<float, Arch>;

  static OPTAXX_INLINE batch load(const std::uint16_t* p) {
    return as_float(word(native::load_halves(p) << 16));
  }
  static OPTAXX_INLINE void store(std::uint16_t* p, batch v) {
    native::store_halves(p, round(as_words(v)) >> 16);
  }
  static OPTAXX_INLINE batch rounded(batch v) {
    return as_float(word(round(as_words(v)) & word(0xffff0000U)));
  }
  // To nearest even; what the lower half holds then is of no meaning. A NaN that comes from such
  // numbers has zeros where the rounding adds, so that it stays a NaN without being asked for.
  static OPTAXX_INLINE word round(word bits) {
#ifdef __AVX512F__
    const __mmask16 odd = _mm512_test_epi32_mask(bits, _mm512_set1_epi32(0x10000));
    const __m512i down = _mm512_add_epi32(bits, _mm512_set1_epi32(0x7fff));
    return _mm512_mask_add_epi32(down, odd, bits, _mm512_set1_epi32(0x8000));
#else
    return bits + (word(0x7fffU) + (bits >> 16 & word(1U)));
#endif
  }

  // Two vectors at once, one of the elements with even and one of those with odd numbers: where all
  // arrays are read so, no permutation is needed.
  struct two {
    word even, odd;
  };
  static OPTAXX_INLINE two load_two(const std::uint16_t* p) {
    const word both = __builtin_bit_cast(word, halves::load_unaligned(p));
    return {both << 16, both & word(0xffff0000U)};
  }
  static OPTAXX_INLINE void store_two(std::uint16_t* p, const two& bits) {
    const word both = (bits.even >> 16) | (bits.odd & word(0xffff0000U));
    __builtin_bit_cast(halves, both).store_unaligned(p);
  }

 private:
  using halves = xsimd::batch<std::uint16_t, Arch>;
};

}  // namespace optaxx::isa
