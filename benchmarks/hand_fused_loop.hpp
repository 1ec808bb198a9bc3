#pragma once

#include <xsimd/xsimd.hpp>

#include "hand_fused.hpp"

namespace bench {

template <class Arch>
struct loops {
  using V = xsimd::batch<float, Arch>;

  template <bool C1, bool C2, class F>
  static inline __attribute__((always_inline)) void element(const six_links& k, F p, F g, F mu,
                                                            F nu, F& p_out, F& mu_out, F& nu_out) {
    const F u = F(k.factor) * g;
    const F m = F(k.one_minus_b1) * u + F(k.b1) * mu;
    const F v = F(k.one_minus_b2) * (u * u) + F(k.b2) * nu;
    F m_hat = m;
    F v_hat = v;
    if constexpr (C1) m_hat = m / F(k.c1);
    if constexpr (C2) v_hat = v / F(k.c2);
    using std::sqrt;
    F d = m_hat / (sqrt(v_hat + F(k.eps_root)) + F(k.eps));
    d = d + F(k.decay) * p;
    d = F(k.rate) * d;
    d = F(-1.0F) * d;
    p_out = p + d;
    mu_out = m;
    nu_out = v;
  }

  template <bool C1, bool C2>
  static void run(const six_links& k, float* p, const float* g, float* mu, float* nu,
                  std::size_t n) {
    std::size_t i = 0;
    for (; i + V::size <= n; i += V::size) {
      V p_out, mu_out, nu_out;
      element<C1, C2, V>(k, V::load_unaligned(p + i), V::load_unaligned(g + i),
                         V::load_unaligned(mu + i), V::load_unaligned(nu + i), p_out, mu_out,
                         nu_out);
      mu_out.store_unaligned(mu + i);
      nu_out.store_unaligned(nu + i);
      p_out.store_unaligned(p + i);
    }
    for (; i < n; ++i) {
      float p_out, mu_out, nu_out;
      element<C1, C2, float>(k, p[i], g[i], mu[i], nu[i], p_out, mu_out, nu_out);
      mu[i] = mu_out;
      nu[i] = nu_out;
      p[i] = p_out;
    }
  }

  static void step(const six_links& k, float* p, const float* g, float* mu, float* nu,
                   std::size_t n) {
    if (k.c1 == 1.0F) {
      (k.c2 == 1.0F ? run<false, false> : run<false, true>)(k, p, g, mu, nu, n);
    } else {
      run<true, true>(k, p, g, mu, nu, n);
    }
  }

  static void touch(float* p, const float* g, float* mu, float* nu, std::size_t n) {
    for (std::size_t i = 0; i + V::size <= n; i += V::size) {
      const V x = V::load_unaligned(g + i);
      (V::load_unaligned(p + i) + x).store_unaligned(p + i);
      (V::load_unaligned(mu + i) + x).store_unaligned(mu + i);
      (V::load_unaligned(nu + i) + V(1.0F)).store_unaligned(nu + i);
    }
  }
};

}  // namespace bench
