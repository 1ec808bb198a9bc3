#pragma once

#include <cstdint>
#include <limits>

#include "core/inline.hpp"

namespace optaxx::detail {

/// x^y as a float is to be rounded from it, for a positive normal float x and a finite y: glibc's
/// powf without FMA, operation by operation, which is Arm's of 2018 (optimized-routines). V is of
/// double and has the operations of isa::lane.
template <class V>
OPTAXX_INLINE V powf_positive(V x, double y) {
  using word = typename V::word;
  static constexpr double inverse[] = {0x1.661ec79f8f3bep+0, 0x1.571ed4aaf883dp+0,
                                       0x1.49539f0f010bp+0,  0x1.3c995b0b80385p+0,
                                       0x1.30d190c8864a5p+0, 0x1.25e227b0b8eap+0,
                                       0x1.1bb4a4a1a343fp+0, 0x1.12358f08ae5bap+0,
                                       0x1.0953f419900a7p+0, 0x1p+0,
                                       0x1.e608cfd9a47acp-1, 0x1.ca4b31f026aap-1,
                                       0x1.b2036576afce6p-1, 0x1.9c2d163a1aa2dp-1,
                                       0x1.886e6037841edp-1, 0x1.767dcf5534862p-1};
  static constexpr double logarithm[] = {-0x1.efec65b963019p-2, -0x1.b0b6832d4fca4p-2,
                                         -0x1.7418b0a1fb77bp-2, -0x1.39de91a6dcf7bp-2,
                                         -0x1.01d9bf3f2b631p-2, -0x1.97c1d1b3b7afp-3,
                                         -0x1.2f9e393af3c9fp-3, -0x1.960cbbf788d5cp-4,
                                         -0x1.a6f9db6475fcep-5, 0x0p+0,
                                         0x1.338ca9f24f53dp-4,  0x1.476a9543891bap-3,
                                         0x1.e840b4ac4e4d2p-3,  0x1.40645f0c6651cp-2,
                                         0x1.88e9c2c1b9ff8p-2,  0x1.ce0a44eb17bccp-2};
  // 2^(i/32), with i taken from its bits where the exponent has its 1/32.
  static constexpr double power[] = {
      0x1.0000000000000p+0, 0x1.fd9b0d3158574p-1, 0x1.fb5586cf9890fp-1, 0x1.f9301d0125b51p-1,
      0x1.f72b83c7d517bp-1, 0x1.f54873168b9aap-1, 0x1.f387a6e756238p-1, 0x1.f1e9df51fdee1p-1,
      0x1.f06fe0a31b715p-1, 0x1.ef1a7373aa9cbp-1, 0x1.edea64c123422p-1, 0x1.ece086061892dp-1,
      0x1.ebfdad5362a27p-1, 0x1.eb42b569d4f82p-1, 0x1.eab07dd485429p-1, 0x1.ea47eb03a5585p-1,
      0x1.ea09e667f3bcdp-1, 0x1.e9f75e8ec5f74p-1, 0x1.ea11473eb0187p-1, 0x1.ea589994cce13p-1,
      0x1.eace5422aa0dbp-1, 0x1.eb737b0cdc5e5p-1, 0x1.ec49182a3f090p-1, 0x1.ed503b23e255dp-1,
      0x1.ee89f995ad3adp-1, 0x1.eff76f2fb5e47p-1, 0x1.f199bdd85529cp-1, 0x1.f3720dcef9069p-1,
      0x1.f5818dcfba487p-1, 0x1.f7c97337b9b5fp-1, 0x1.fa4afa2a490dap-1, 0x1.fd0765b6e4540p-1};

  // x = z 2^k; the upper bits of z choose c near it. r = z / c - 1.
  constexpr std::uint64_t least = 0x3fe6600000000000U;
  const word d = as_word(x) - word(least - (std::uint64_t{1024} << 52));
  const V k = V::of_word((d >> 52) | word(0x4330000000000000U)) - V(0x1p52 + 1024);
  const V z = V::of_word((d & word(0x000fffffffffffffU)) + word(least));
  const word c = (d >> 48) & word(15U);
  const V r = z * V::look_up(inverse, c) - V(1.0);
  const V r2 = r * r;
  const V high = V(0x1.27616c9496e0bp-2) * r + V(-0x1.71969a075c67ap-2);
  const V middle = V(0x1.ec70a6ca7baddp-2) * r + V(-0x1.7154748bef6c8p-1);
  const V low = V(0x1.71547652ab82bp0) * r + (V::look_up(logarithm, c) + k);
  const V log2 = high * (r2 * r2) + (middle * r2 + low);

  const V exponent = V(y) * log2;
  // Beyond these a float is zero or infinite.
  const V e = minimum(V(160.0), maximum(V(-160.0), exponent));
  constexpr double shift = 0x1.8p+52 / 32;  // rounds to multiples of 1/32
  const V shifted = e + V(shift);
  const word n = as_word(shifted);
  const V rest = e - (shifted - V(shift));
  const V scale = V::of_word(as_word(V::look_up(power, n & word(31U))) + (n << 47));
  const V p = V(0x1.c6af84b912394p-5) * rest + V(0x1.ebfce50fac4f3p-3);
  const V q = V(0x1.62e42ff0c52d6p-1) * rest + V(1.0);
  const V result = (p * (rest * rest) + q) * scale;
  return select(V(0x1.fffffffd1d571p+6) < exponent, V(std::numeric_limits<double>::infinity()),
                result);
}

}  // namespace optaxx::detail
