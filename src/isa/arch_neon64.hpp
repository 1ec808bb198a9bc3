#pragma once

#include <arm_neon.h>

#include "isa/arch.hpp"

namespace optaxx::isa {

// The maximum and minimum of arch_x86.hpp: the second operand if one is NaN or both are zero. A
// select lets subnormal numbers through; fmax of the result and itself makes zeros of them.
// xsimd's quotients and square roots of floats are made of estimates.
template <>
struct arch<float, xsimd::neon64> : arch_base<float, xsimd::neon64> {
  using wide = xsimd::batch<double, xsimd::neon64>;
  using halves = xsimd::batch<std::uint32_t, xsimd::neon64>;
  static OPTAXX_INLINE halves load_halves(const std::uint16_t* p) { return vmovl_u16(vld1_u16(p)); }
  static OPTAXX_INLINE void store_halves(std::uint16_t* p, halves v) { vst1_u16(p, vmovn_u32(v)); }
  static OPTAXX_INLINE batch divide(batch a, batch b) { return vdivq_f32(a, b); }
  static OPTAXX_INLINE batch square_root(batch a) { return vsqrtq_f32(a); }
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) { return vfmaq_f32(c, a, b); }
  static OPTAXX_INLINE batch flushed(float32x4_t a) { return vmaxq_f32(a, a); }
  static OPTAXX_INLINE batch maximum(batch a, batch b) {
    return flushed(vbslq_f32(vcgtq_f32(a, b), a, b));
  }
  static OPTAXX_INLINE batch minimum(batch a, batch b) {
    return flushed(vbslq_f32(vcltq_f32(a, b), a, b));
  }
  static OPTAXX_INLINE wide widen_low(batch v) { return vcvt_f64_f32(vget_low_f32(v)); }
  static OPTAXX_INLINE wide widen_high(batch v) { return vcvt_high_f64_f32(v); }
  static OPTAXX_INLINE batch narrow(wide low, wide high) {
    return vcvt_high_f32_f64(vcvt_f32_f64(low), high);
  }
};

template <>
struct arch<double, xsimd::neon64> : arch_base<double, xsimd::neon64> {
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) { return vfmaq_f64(c, a, b); }
  static OPTAXX_INLINE batch flushed(float64x2_t a) { return vmaxq_f64(a, a); }
  static OPTAXX_INLINE batch maximum(batch a, batch b) {
    return flushed(vbslq_f64(vcgtq_f64(a, b), a, b));
  }
  static OPTAXX_INLINE batch minimum(batch a, batch b) {
    return flushed(vbslq_f64(vcltq_f64(a, b), a, b));
  }
};

}  // namespace optaxx::isa
