#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <xsimd/xsimd.hpp>

#include "core/inline.hpp"

// What kernels need of an instruction set and the oldest supported xsimd lacks or does not do the
// same everywhere.
namespace optaxx::isa {

template <class T, class Arch>
struct arch;

// A set's own arch<float> also has load_halves and store_halves: 16 bits per element, which are the
// lower half of 32 in a vector. One that converts float16 by itself has float16s: what is loaded
// and stored of them, rounded to nearest even, and a NaN without a payload.

// What is common to all: the loops over elements that no instruction does.
template <class T, class Arch>
struct arch_base {
  using batch = xsimd::batch<T, Arch>;
  static constexpr std::size_t size = batch::size;

  static OPTAXX_INLINE batch divide(batch a, batch b) { return a / b; }
  static OPTAXX_INLINE batch square_root(batch a) { return xsimd::sqrt(a); }
  // a b + c, rounded once.
  static OPTAXX_INLINE batch fused(batch a, batch b, batch c) {
    T x[size];
    T y[size];
    T sum[size];
    a.store_unaligned(x);
    b.store_unaligned(y);
    c.store_unaligned(sum);
    for (std::size_t i = 0; i < size; ++i) sum[i] = std::fma(x[i], y[i], sum[i]);
    return batch::load_unaligned(sum);
  }
  static OPTAXX_INLINE batch load(const T* p, std::size_t n) {
    T values[size] = {};
    for (std::size_t i = 0; i < size; ++i) {
      if (i < n) values[i] = p[i];
    }
    return batch::load_unaligned(values);
  }
  static OPTAXX_INLINE void store(T* p, std::size_t n, batch v) {
    T values[size];
    v.store_unaligned(values);
    for (std::size_t i = 0; i < size; ++i) {
      if (i < n) p[i] = values[i];
    }
  }
  // Of double: the numbers of a table at some places.
  static OPTAXX_INLINE batch look_up(const T* table, xsimd::batch<std::uint64_t, Arch> places) {
    std::uint64_t at[size];
    T values[size];
    places.store_unaligned(at);
    for (std::size_t i = 0; i < size; ++i) values[i] = table[at[i]];
    return batch::load_unaligned(values);
  }
};

}  // namespace optaxx::isa

#if defined(__x86_64__)
#include "isa/arch_x86.hpp"
#elif defined(__aarch64__)
#include "isa/arch_neon64.hpp"
#endif
