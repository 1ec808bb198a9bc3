#pragma once

#include "core/horner.hpp"
#include "core/inline.hpp"

namespace optaxx::detail {

/// tanh of float32 as XLA computes it on a CPU with FMA, operation by operation: Eigen's quotient
/// of two polynomials. V has the operations of isa::lane.
template <class V>
OPTAXX_INLINE V tanhf(V x) {
  constexpr float numerator[] = {
      -2.76076847742355e-16F, 2.00018790482477e-13F, -8.60467152213735e-11F, 5.12229709037114e-08F,
      1.48572235717979e-05F,  6.37261928875436e-04F, 4.89352455891786e-03F};
  constexpr float denominator[] = {1.19825839466702e-06F, 1.18534705686654e-04F,
                                   2.26843463243900e-03F, 4.89352518554385e-03F};
  constexpr float all_but_one = 7.99881172180175781F;  // from there on the result is 1
  const V inside = minimum(V(all_but_one), maximum(V(-all_but_one), x));
  const V x2 = inside * inside;
  const V quotient = inside * horner(numerator, x2) / horner(denominator, x2);
  return select(abs(x) < V(0.0004F), x, quotient);
}

}  // namespace optaxx::detail
