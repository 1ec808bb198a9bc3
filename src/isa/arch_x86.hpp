#pragma once

#include <immintrin.h>

#include "isa/arch.hpp"

namespace optaxx::isa {

// maxps and minps return their second operand if one is NaN or both are zero: with the bound first,
// that is what jnp.maximum(bound, x) gives.
template <>
struct arch<float, xsimd::sse2> : arch_base<float, xsimd::sse2> {
  using wide = xsimd::batch<double, xsimd::sse2>;
  using halves = xsimd::batch<std::uint32_t, xsimd::sse2>;
  static OPTAXX_INLINE halves load_halves(const std::uint16_t* p) {
    return _mm_unpacklo_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)),
                              _mm_setzero_si128());
  }
  // There is a signed packing alone.
  static OPTAXX_INLINE void store_halves(std::uint16_t* p, halves v) {
    const __m128i s = _mm_srai_epi32(_mm_slli_epi32(v, 16), 16);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packs_epi32(s, s));
  }
  // The product is exact in double, and the sum rounded to odd there, so that no second rounding to
  // float goes wrong (Boldo and Melquiond 2008).
  static OPTAXX_INLINE __m128d fused_in_double(__m128d a, __m128d b, __m128d c) {
    const __m128d p = _mm_mul_pd(a, b);
    const __m128d sum = _mm_add_pd(p, c);
    const __m128d of_c = _mm_sub_pd(sum, p);
    const __m128d rest = _mm_add_pd(_mm_sub_pd(p, _mm_sub_pd(sum, of_c)), _mm_sub_pd(c, of_c));
    const __m128d zero = _mm_setzero_pd();
    // Infinities have NaN for a rest.
    const __m128d inexact = _mm_or_pd(_mm_cmplt_pd(rest, zero), _mm_cmplt_pd(zero, rest));
    const __m128d beyond = _mm_cmplt_pd(_mm_mul_pd(rest, sum), zero);  // a bit pattern too far
    const __m128i bits = _mm_add_epi64(_mm_castpd_si128(sum), _mm_castpd_si128(beyond));
    const __m128i odd = _mm_and_si128(_mm_castpd_si128(inexact), _mm_set1_epi64x(1));
    return _mm_castsi128_pd(_mm_or_si128(bits, odd));
  }
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) {
    return narrow(fused_in_double(widen_low(a), widen_low(b), widen_low(c)),
                  fused_in_double(widen_high(a), widen_high(b), widen_high(c)));
  }
  static OPTAXX_INLINE batch maximum(batch a, batch b) { return _mm_max_ps(a, b); }
  static OPTAXX_INLINE batch minimum(batch a, batch b) { return _mm_min_ps(a, b); }
  static OPTAXX_INLINE wide widen_low(batch v) { return _mm_cvtps_pd(v); }
  static OPTAXX_INLINE wide widen_high(batch v) { return _mm_cvtps_pd(_mm_movehl_ps(v, v)); }
  static OPTAXX_INLINE batch narrow(wide low, wide high) {
    return _mm_movelh_ps(_mm_cvtpd_ps(low), _mm_cvtpd_ps(high));
  }
};

template <>
struct arch<double, xsimd::sse2> : arch_base<double, xsimd::sse2> {
  static OPTAXX_INLINE batch maximum(batch a, batch b) { return _mm_max_pd(a, b); }
  static OPTAXX_INLINE batch minimum(batch a, batch b) { return _mm_min_pd(a, b); }
  static OPTAXX_INLINE batch load(const double* p, std::size_t n) {
    if (n == 0) return batch(0.0);
    return n == 1 ? batch(_mm_load_sd(p)) : batch(_mm_loadu_pd(p));
  }
  static OPTAXX_INLINE void store(double* p, std::size_t n, batch v) {
    if (n == 1) _mm_store_sd(p, v);
    if (n > 1) _mm_storeu_pd(p, v);
  }
};

#ifdef __AVX2__
template <>
struct arch<float, xsimd::avx2> : arch_base<float, xsimd::avx2> {
  using wide = xsimd::batch<double, xsimd::avx2>;
  using halves = xsimd::batch<std::uint32_t, xsimd::avx2>;
  static OPTAXX_INLINE halves load_halves(const std::uint16_t* p) {
    return _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
  static OPTAXX_INLINE void store_halves(std::uint16_t* p, halves v) {
    const __m256i all = v;
    _mm_storeu_si128(
        reinterpret_cast<__m128i*>(p),
        _mm_packus_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1)));
  }
  using float16s = __m128i;
  static OPTAXX_INLINE float16s load_float16s(const std::uint16_t* p) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  }
  static OPTAXX_INLINE void store_float16s(std::uint16_t* p, float16s v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v);
  }
  static OPTAXX_INLINE batch widen_float16s(float16s v) { return _mm256_cvtph_ps(v); }
  static OPTAXX_INLINE float16s round_to_float16s(batch v) {
    return _mm256_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT);
  }
  static OPTAXX_INLINE float16s without_payloads(float16s v) {
    const __m128i magnitude = _mm_and_si128(v, _mm_set1_epi16(0x7fff));
    const __m128i nan = _mm_cmpgt_epi16(magnitude, _mm_set1_epi16(0x7c00));
    return _mm_andnot_si128(_mm_srli_epi16(nan, 7), v);
  }
  static OPTAXX_INLINE __m256i first(std::size_t n) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(n)),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) { return _mm256_fmadd_ps(a, b, c); }
  static OPTAXX_INLINE batch maximum(batch a, batch b) { return _mm256_max_ps(a, b); }
  static OPTAXX_INLINE batch minimum(batch a, batch b) { return _mm256_min_ps(a, b); }
  static OPTAXX_INLINE batch load(const float* p, std::size_t n) {
    return _mm256_maskload_ps(p, first(n));
  }
  // In pieces: a masked store takes some processors fifteen cycles.
  static OPTAXX_INLINE void store(float* p, std::size_t n, batch v) {
    if (n == size) return _mm256_storeu_ps(p, v);
    __m128 rest = _mm256_castps256_ps128(v);
    if ((n & 4U) != 0) {
      _mm_storeu_ps(p, rest);
      p += 4;
      rest = _mm256_extractf128_ps(v, 1);
    }
    if ((n & 2U) != 0) {
      _mm_storel_pi(reinterpret_cast<__m64*>(p), rest);
      p += 2;
      rest = _mm_movehl_ps(rest, rest);
    }
    if ((n & 1U) != 0) _mm_store_ss(p, rest);
  }
  static OPTAXX_INLINE wide widen_low(batch v) {
    return _mm256_cvtps_pd(_mm256_castps256_ps128(v));
  }
  static OPTAXX_INLINE wide widen_high(batch v) {
    return _mm256_cvtps_pd(_mm256_extractf128_ps(v, 1));
  }
  static OPTAXX_INLINE batch narrow(wide low, wide high) {
    return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm256_cvtpd_ps(low)), _mm256_cvtpd_ps(high),
                                1);
  }
};

template <>
struct arch<double, xsimd::avx2> : arch_base<double, xsimd::avx2> {
  static OPTAXX_INLINE __m256i first(std::size_t n) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(static_cast<long long>(n)),
                              _mm256_setr_epi64x(0, 1, 2, 3));
  }
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) { return _mm256_fmadd_pd(a, b, c); }
  static OPTAXX_INLINE batch maximum(batch a, batch b) { return _mm256_max_pd(a, b); }
  static OPTAXX_INLINE batch minimum(batch a, batch b) { return _mm256_min_pd(a, b); }
  static OPTAXX_INLINE batch load(const double* p, std::size_t n) {
    return _mm256_maskload_pd(p, first(n));
  }
  static OPTAXX_INLINE void store(double* p, std::size_t n, batch v) {
    if (n == size) return _mm256_storeu_pd(p, v);
    __m128d rest = _mm256_castpd256_pd128(v);
    if ((n & 2U) != 0) {
      _mm_storeu_pd(p, rest);
      p += 2;
      rest = _mm256_extractf128_pd(v, 1);
    }
    if ((n & 1U) != 0) _mm_store_sd(p, rest);
  }
  static OPTAXX_INLINE batch look_up(const double* table,
                                     xsimd::batch<std::uint64_t, xsimd::avx2> places) {
    return _mm256_i64gather_pd(table, places, 8);
  }
};
#endif

#ifdef __AVX512F__
template <>
struct arch<float, xsimd::avx512bw> : arch_base<float, xsimd::avx512bw> {
  using wide = xsimd::batch<double, xsimd::avx512bw>;
  using halves = xsimd::batch<std::uint32_t, xsimd::avx512bw>;
  static OPTAXX_INLINE halves load_halves(const std::uint16_t* p) {
    return _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
  }
  static OPTAXX_INLINE void store_halves(std::uint16_t* p, halves v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16(v));
  }
  using float16s = __m256i;
  static OPTAXX_INLINE float16s load_float16s(const std::uint16_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  }
  static OPTAXX_INLINE void store_float16s(std::uint16_t* p, float16s v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v);
  }
  static OPTAXX_INLINE batch widen_float16s(float16s v) { return _mm512_cvtph_ps(v); }
  static OPTAXX_INLINE float16s round_to_float16s(batch v) {
    return _mm512_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  }
  static OPTAXX_INLINE float16s without_payloads(float16s v) {
    const __m256i magnitude = _mm256_and_si256(v, _mm256_set1_epi16(0x7fff));
    const __m256i nan = _mm256_cmpgt_epi16(magnitude, _mm256_set1_epi16(0x7c00));
    return _mm256_andnot_si256(_mm256_srli_epi16(nan, 7), v);
  }
  static OPTAXX_INLINE __mmask16 first(std::size_t n) {
    return static_cast<__mmask16>((1U << n) - 1U);
  }
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) { return _mm512_fmadd_ps(a, b, c); }
  static OPTAXX_INLINE batch maximum(batch a, batch b) { return _mm512_max_ps(a, b); }
  static OPTAXX_INLINE batch minimum(batch a, batch b) { return _mm512_min_ps(a, b); }
  static OPTAXX_INLINE batch load(const float* p, std::size_t n) {
    return _mm512_maskz_loadu_ps(first(n), p);
  }
  static OPTAXX_INLINE void store(float* p, std::size_t n, batch v) {
    _mm512_mask_storeu_ps(p, first(n), v);
  }
  static OPTAXX_INLINE wide widen_low(batch v) {
    return _mm512_cvtps_pd(_mm512_castps512_ps256(v));
  }
  static OPTAXX_INLINE wide widen_high(batch v) {
    return _mm512_cvtps_pd(_mm512_extractf32x8_ps(v, 1));
  }
  static OPTAXX_INLINE batch narrow(wide low, wide high) {
    return _mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(low)), _mm512_cvtpd_ps(high),
                              1);
  }
};

template <>
struct arch<double, xsimd::avx512bw> : arch_base<double, xsimd::avx512bw> {
  static OPTAXX_INLINE __mmask8 first(std::size_t n) {
    return static_cast<__mmask8>((1U << n) - 1U);
  }
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) { return _mm512_fmadd_pd(a, b, c); }
  static OPTAXX_INLINE batch maximum(batch a, batch b) { return _mm512_max_pd(a, b); }
  static OPTAXX_INLINE batch minimum(batch a, batch b) { return _mm512_min_pd(a, b); }
  static OPTAXX_INLINE batch load(const double* p, std::size_t n) {
    return _mm512_maskz_loadu_pd(first(n), p);
  }
  static OPTAXX_INLINE void store(double* p, std::size_t n, batch v) {
    _mm512_mask_storeu_pd(p, first(n), v);
  }
  static OPTAXX_INLINE batch look_up(const double* table,
                                     xsimd::batch<std::uint64_t, xsimd::avx512bw> places) {
    return _mm512_i64gather_pd(places, table, 8);
  }
};
#endif

}  // namespace optaxx::isa
