#pragma once

#include <cstddef>

// The reference of the benchmarks: one loop written by hand for one chain, in Optax's order of
// operations.
namespace bench {

/// u = factor * g; Adam; u + decay * p; rate * u; -1 * u; p + u. The bias corrections c1 and c2
/// divide unless they are 1.
struct six_links {
  float factor, b1, one_minus_b1, b2, one_minus_b2, c1, c2, eps, eps_root, decay, rate;
};

using six_links_function = void (*)(const six_links& k, float* p, const float* g, float* mu,
                                    float* nu, std::size_t n);
/// p += g, mu += g, nu += 1: the memory traffic and nothing else.
using touch_function = void (*)(float* p, const float* g, float* mu, float* nu, std::size_t n);

struct hand_fused {
  six_links_function step;
  touch_function touch;
};

/// For an instruction set by its name, "avx512".
const hand_fused& hand_fused_for(const char* instruction_set);

}  // namespace bench
