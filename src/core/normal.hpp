#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "core/horner.hpp"
#include "core/inline.hpp"

// Random bits as numbers, for an element or a vector of them: V has the operations of isa::lane,
// and what XLA computes on a CPU with FMA is computed here, operation by operation.
namespace optaxx::threefry {

using detail::horner;

/// In [0, 1): the highest bits become a mantissa.
template <class V>
OPTAXX_INLINE V unit(typename V::word bits) {
  using T = typename V::number;
  using word = typename V::word;
  if constexpr (sizeof(T) == sizeof(float)) {
    return V::of_word((bits >> 9) | word(0x3f800000U)) - V(T(1));
  } else {
    return V::of_word((bits >> 12) | word(0x3ff0000000000000U)) - V(T(1));
  }
}

/// From [0, 1) to [low, low + range).
template <class V>
OPTAXX_INLINE V scaled(V unit, V low, V range) {
  const V u = unit * range + low;
  return select(u < low, low, u);
}

/// The natural logarithm of a normal positive number: Cephes's logf.
template <class V>
OPTAXX_INLINE V log_f32(V a) {
  using word = typename V::word;
  // a = m 2^e, m from the root of a half to that of 2. A number of 2^23 and e above it, which is
  // small, are a float's bits.
  constexpr std::uint32_t root = 0x3f3504f3U;
  const word d = as_word(a) - word(root - (128U << 23));
  const V e = V::of_word((d >> 23) | word(0x4b000000U)) - V(0x1p23F + 128.0F);
  const V x = V::of_word((d & word(0x007fffffU)) + word(root)) - V(1.0F);
  const V x2 = x * x;
  const V x3 = x2 * x;
  constexpr float high[] = {7.0376836292e-2F, -1.1514610310e-1F, 1.1676998740e-1F};
  constexpr float middle[] = {-1.2420140846e-1F, 1.4249322787e-1F, -1.6668057665e-1F};
  constexpr float last[] = {2.0000714765e-1F, -2.4999993993e-1F, 3.3333331174e-1F};
  const V y = fma(fma(horner(high, x), x3, horner(middle, x)), x3, horner(last, x));
  const V rest = fma(y, x3, e * V(-2.12194440e-4F));
  return fma(e, V(0.693359375F), fma(x2, V(-0.5F), x) + rest);
}

/// log(1 + t) for t in [-1 + epsilon, 0): Cephes's log1p.
template <class V>
OPTAXX_INLINE V log1p(V t) {
  using T = typename V::number;
  constexpr T above[] = {T(4.5270000862445199635215e-5), T(4.9854102823193375972212e-1),
                         T(6.5787325942061044846969e0),  T(2.9911919328553073277375e1),
                         T(6.0949667980987787057556e1),  T(5.7112963590585538103336e1),
                         T(2.0039553499201281259648e1)};
  constexpr T below[] = {T(1),
                         T(1.5062909083469192043167e1),
                         T(8.3047565967967209469434e1),
                         T(2.2176239823732856465394e2),
                         T(3.0909872225312059774938e2),
                         T(2.1642788614495947685003e2),
                         T(6.0118660497603843919306e1)};
  const V t2 = t * t;
  const V quotient = horner(above, t) / horner(below, t);
  const V near = t + fma(t2, V(T(-0.5)), (t * t2) * quotient);
  const auto is_near = V(-T(0.41421356237309504880)) < t;
  if constexpr (sizeof(T) == sizeof(float)) {
    return select(is_near, near, log_f32(t + V(T(1))));
  } else {
    return log_unless(is_near, near, t + V(T(1)));
  }
}

/// The inverse of the error function: Giles 2010, "Approximating the erfinv function".
template <class V>
OPTAXX_INLINE V erf_inv_f32(V x) {
  constexpr float central[] = {2.81022636e-08F,  3.43273939e-07F, -3.5233877e-06F,
                               -4.39150654e-06F, 0.00021858087F,  -0.00125372503F,
                               -0.00417768164F,  0.246640727F,    1.50140941F};
  constexpr float tail[] = {-0.000200214257F, 0.000100950558F, 0.00134934322F,
                            -0.00367342844F,  0.00573950773F,  -0.0076224613F,
                            0.00943887047F,   1.00167406F,     2.83297682F};
  const V w = V(0.0F) - log1p(x * (V(0.0F) - x));
  const auto is_central = w < V(5.0F);
  V p = horner(central, w - V(2.5F));
  if (!V::all(is_central)) p = select(is_central, p, horner(tail, sqrt(w) - V(3.0F)));
  return p * x;
}

template <class V>
OPTAXX_INLINE V erf_inv_f64(V x) {
  constexpr double central[] = {
      -3.6444120640178196996e-21, -1.685059138182016589e-19,  1.2858480715256400167e-18,
      1.115787767802518096e-17,   -1.333171662854620906e-16,  2.0972767875968561637e-17,
      6.6376381343583238325e-15,  -4.0545662729752068639e-14, -8.1519341976054721522e-14,
      2.6335093153082322977e-12,  -1.2975133253453532498e-11, -5.4154120542946279317e-11,
      1.051212273321532285e-09,   -4.1126339803469836976e-09, -2.9070369957882005086e-08,
      4.2347877827932403518e-07,  -1.3654692000834678645e-06, -1.3882523362786468719e-05,
      0.0001867342080340571352,   -0.00074070253416626697512, -0.0060336708714301490533,
      0.24015818242558961693,     1.6536545626831027356};
  constexpr double middle[] = {
      2.2137376921775787049e-09, 9.0756561938885390979e-08, -2.7517406297064545428e-07,
      1.8239629214389227755e-08, 1.5027403968909827627e-06, -4.013867526981545969e-06,
      2.9234449089955446044e-06, 1.2475304481671778723e-05, -4.7318229009055733981e-05,
      6.8284851459573175448e-05, 2.4031110387097893999e-05, -0.0003550375203628474796,
      0.00095328937973738049703, -0.0016882755560235047313, 0.0024914420961078508066,
      -0.0037512085075692412107, 0.005370914553590063617,   1.0052589676941592334,
      3.0838856104922207635};
  constexpr double tail[] = {
      -2.7109920616438573243e-11, -2.5556418169965252055e-10, 1.5076572693500548083e-09,
      -3.7894654401267369937e-09, 7.6157012080783393804e-09,  -1.4960026627149240478e-08,
      2.9147953450901080826e-08,  -6.7711997758452339498e-08, 2.2900482228026654717e-07,
      -9.9298272942317002539e-07, 4.5260625972231537039e-06,  -1.9681778105531670567e-05,
      7.5995277030017761139e-05,  -0.00021503011930044477347, -0.00013871931833623122026,
      1.0103004648645343977,      4.8499064014085844221};
  const V w = V(0.0) - log1p(x * (V(0.0) - x));
  const auto is_central = w < V(6.25);
  V p = horner(central, w - V(3.125));
  if (!V::all(is_central)) {
    const V root = sqrt(w);
    const V rest = select(w < V(16.0), horner(middle, root - V(3.25)), horner(tail, root - V(5.0)));
    p = select(is_central, p, rest);
  }
  return p * x;
}

/// Of a number between -1 and 1.
template <class V>
OPTAXX_INLINE V erf_inv(V x) {
  if constexpr (sizeof(typename V::number) == sizeof(float)) {
    return erf_inv_f32(x);
  } else {
    return erf_inv_f64(x);
  }
}

/// Standard normal.
template <class V>
OPTAXX_INLINE V normal(typename V::word bits) {
  using T = typename V::number;
  // The next number above -1; from there to 1 it is 2, rounded.
  constexpr T low = sizeof(T) == sizeof(float) ? T(-0x1.fffffep-1) : T(-0x1.fffffffffffffp-1);
  return V(static_cast<T>(1.4142135623730950488L)) * erf_inv(unit<V>(bits) * V(T(2)) + V(low));
}

}  // namespace optaxx::threefry
