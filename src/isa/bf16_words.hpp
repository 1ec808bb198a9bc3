#pragma once

#include <cstddef>
#include <cstdint>

#include "isa/narrow.hpp"

namespace optaxx::isa {

// bfloat16 as the upper halves of words.
template <class Arch>
struct bf16_words {
  using word = words<Arch>;
  using native = arch<float, Arch>;

  static OPTAXX_INLINE word load(const std::uint16_t* p) { return native::load_halves(p) << 16; }
  static OPTAXX_INLINE void store(std::uint16_t* p, word bits) {
    native::store_halves(p, bits >> 16);
  }
  // To nearest even; what the lower half holds then is of no meaning. A NaN that comes from such
  // numbers has zeros where the rounding adds, so that it stays a NaN without being asked for.
  static OPTAXX_INLINE word round(word bits) {
    return bits + (word(0x7fffU) + (bits >> 16 & word(1U)));
  }
};

#ifdef __AVX512F__
// One permutation in place of a shift and a conversion, which is two.
template <>
struct bf16_words<xsimd::avx512bw> {
  using word = words<xsimd::avx512bw>;

  static OPTAXX_INLINE word load(const std::uint16_t* p) {
    const __m512i halves =
        _mm512_castsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
    return _mm512_maskz_permutexvar_epi16(0xaaaaaaaaU, lower_halves(), halves);
  }
  static OPTAXX_INLINE void store(std::uint16_t* p, word bits) {
    const __m512i halves = _mm512_permutexvar_epi16(upper_halves(), bits);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_castsi512_si256(halves));
  }
  static OPTAXX_INLINE word round(word bits) {
    const __mmask16 odd = _mm512_test_epi32_mask(bits, _mm512_set1_epi32(0x10000));
    const __m512i down = _mm512_add_epi32(bits, _mm512_set1_epi32(0x7fff));
    return _mm512_mask_add_epi32(down, odd, bits, _mm512_set1_epi32(0x8000));
  }

 private:
  // Half i to the upper half of word i.
  static OPTAXX_INLINE __m512i lower_halves() {
    return _mm512_slli_epi32(
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 16);
  }
  // The upper half of word i to half i.
  static OPTAXX_INLINE __m512i upper_halves() {
    constexpr auto pair = [](int i) { return (4 * i + 3) << 16 | (4 * i + 1); };
    return _mm512_setr_epi32(pair(0), pair(1), pair(2), pair(3), pair(4), pair(5), pair(6), pair(7),
                             0, 0, 0, 0, 0, 0, 0, 0);
  }
};
#endif

}  // namespace optaxx::isa
