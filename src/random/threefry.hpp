#pragma once

#include <Random123/threefry.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

// JAX's random numbers, one at a time: element `i` of what a key makes.
namespace optaxx::threefry {

using key_words = std::array<std::uint32_t, 2>;

/// Threefry-2x32 of 20 rounds (Salmon et al. 2011) at counter i.
inline key_words block(const key_words& key, std::uint64_t i) noexcept {
  const r123::Threefry2x32_R<20>::ctr_type counter = {
      {static_cast<std::uint32_t>(i >> 32), static_cast<std::uint32_t>(i)}};
  const auto words = r123::Threefry2x32_R<20>()(counter, {{key[0], key[1]}});
  return {words[0], words[1]};
}

inline std::uint32_t bits32(const key_words& key, std::uint64_t i) noexcept {
  const key_words x = block(key, i);
  return x[0] ^ x[1];
}
inline std::uint64_t bits64(const key_words& key, std::uint64_t i) noexcept {
  const key_words x = block(key, i);
  return static_cast<std::uint64_t>(x[0]) << 32 | x[1];
}

/// In [0, 1): the highest bits become a mantissa.
template <class T>
T unit(const key_words& key, std::uint64_t i) noexcept {
  if constexpr (sizeof(T) == sizeof(float)) {
    return std::bit_cast<float>(bits32(key, i) >> 9 | 0x3f800000U) - 1.0F;
  } else {
    return std::bit_cast<double>(bits64(key, i) >> 12 | 0x3ff0000000000000U) - 1.0;
  }
}

template <class T>
T uniform(const key_words& key, std::uint64_t i, T low, T high) noexcept {
  const T u = unit<T>(key, i) * (high - low) + low;
  return u < low ? low : u;
}

template <class T, std::size_t N>
T horner(const T (&coefficients)[N], T w) noexcept {
  T p = coefficients[0];
  for (std::size_t i = 1; i < N; ++i) p = coefficients[i] + p * w;
  return p;
}

/// The inverse of the error function: Giles 2010, "Approximating the erfinv function", as XLA has
/// it.
inline float erf_inv(float x) noexcept {
  constexpr float central[] = {2.81022636e-08F,  3.43273939e-07F, -3.5233877e-06F,
                               -4.39150654e-06F, 0.00021858087F,  -0.00125372503F,
                               -0.00417768164F,  0.246640727F,    1.50140941F};
  constexpr float tail[] = {-0.000200214257F, 0.000100950558F, 0.00134934322F,
                            -0.00367342844F,  0.00573950773F,  -0.0076224613F,
                            0.00943887047F,   1.00167406F,     2.83297682F};
  if (std::abs(x) == 1.0F) return std::numeric_limits<float>::infinity() * x;
  const float w = -std::log1p(x * -x);
  return (w < 5.0F ? horner(central, w - 2.5F) : horner(tail, std::sqrt(w) - 3.0F)) * x;
}

inline double erf_inv(double x) noexcept {
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
  if (std::abs(x) == 1.0) return std::numeric_limits<double>::infinity() * x;
  const double w = -std::log1p(x * -x);
  if (w < 6.25) return horner(central, w - 3.125) * x;
  return (w < 16.0 ? horner(middle, std::sqrt(w) - 3.25) : horner(tail, std::sqrt(w) - 5.0)) * x;
}

/// Standard normal.
template <class T>
T normal(const key_words& key, std::uint64_t i) noexcept {
  constexpr T low = T(-1) + std::numeric_limits<T>::epsilon() / 2;  // the next above -1
  return static_cast<T>(1.4142135623730950488L) * erf_inv(uniform(key, i, low, T(1)));
}

}  // namespace optaxx::threefry
