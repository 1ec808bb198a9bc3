#pragma once

#include <cstddef>

#include "core/inline.hpp"

namespace optaxx::detail {

/// A polynomial, the coefficient of the highest power first, as XLA computes it where the processor
/// has FMA: products and sums are rounded as one. V is a number or a vector with `fma`.
template <class V, class T, std::size_t N>
OPTAXX_INLINE V horner(const T (&coefficients)[N], V x) {
  V p(coefficients[0]);
  for (std::size_t i = 1; i < N; ++i) p = fma(p, x, V(coefficients[i]));
  return p;
}

}  // namespace optaxx::detail
