#pragma once

#include "hand_fused.hpp"
#include "hand_fused_adafactor.hpp"
#include "isa/lane.hpp"

namespace bench {

template <class Arch>
struct loops {
  using V = optaxx::isa::lane<float, Arch>;

  // One vector of each array, in and out.
  struct vectors {
    V p, g, a, b;
  };

  // Runs a formula over the arrays that it uses: of the parameter and the two of the state.
  template <bool P, bool A, bool B, class F>
  static OPTAXX_INLINE void over(float* p, const float* g, float* a, float* b, std::size_t n,
                                 const F& f) {
    std::size_t i = 0;
    for (; i + V::size <= n; i += V::size) {
      vectors x;
      x.g = V::load(g + i);
      if constexpr (P) x.p = V::load(p + i);
      if constexpr (A) x.a = V::load(a + i);
      if constexpr (B) x.b = V::load(b + i);
      f(x);
      if constexpr (A) x.a.store(a + i);
      if constexpr (B) x.b.store(b + i);
      if constexpr (P) x.p.store(p + i);
    }
    if (i == n) return;
    vectors x;
    x.g = V::load(g + i, n - i);
    if constexpr (P) x.p = V::load(p + i, n - i);
    if constexpr (A) x.a = V::load(a + i, n - i);
    if constexpr (B) x.b = V::load(b + i, n - i);
    f(x);
    if constexpr (A) x.a.store(a + i, n - i);
    if constexpr (B) x.b.store(b + i, n - i);
    if constexpr (P) x.p.store(p + i, n - i);
  }

  template <bool C1, bool C2>
  static OPTAXX_INLINE V adam_of(const numbers& k, V u, vectors& x) {
    const V m = V(k.one_minus_b1) * u + V(k.b1) * x.a;
    const V v = V(k.one_minus_b2) * (u * u) + V(k.b2) * x.b;
    V m_hat = m;
    V v_hat = v;
    if constexpr (C1) m_hat = m / V(k.c1);
    if constexpr (C2) v_hat = v / V(k.c2);
    x.a = m;
    x.b = v;
    return m_hat / (sqrt(v_hat + V(k.eps_root)) + V(k.eps));
  }
  static OPTAXX_INLINE V adam_folded_of(const numbers& k, vectors& x) {
    const V m = V(k.one_minus_b1) * x.g + V(k.b1) * x.a;
    const V v = V(k.one_minus_b2) * (x.g * x.g) + V(k.b2) * x.b;
    x.a = m;
    x.b = v;
    return (m * V(k.inverse1)) / (sqrt(v * V(k.inverse2) + V(k.eps_root)) + V(k.eps));
  }

  // f<C1, C2>(...): which of the bias corrections divide.
  template <class F>
  static void corrected(const numbers& k, const F& f) {
    if (k.c1 != 1.0F) return f.template operator()<true, true>();
    if (k.c2 != 1.0F) return f.template operator()<false, true>();
    f.template operator()<false, false>();
  }

#define OPTAXX_LOOP(name) \
  static void name(const numbers& k, float* p, const float* g, float* a, float* b, std::size_t n)

  OPTAXX_LOOP(six_links) {
    corrected(k, [&]<bool C1, bool C2>() {
      over<true, true, true>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
        V u = adam_of<C1, C2>(k, V(k.factor) * x.g, x);
        u = u + V(k.decay) * x.p;
        u = V(k.rate) * u;
        x.p = x.p + V(-1.0F) * u;
      });
    });
  }
  OPTAXX_LOOP(adam) {
    corrected(k, [&]<bool C1, bool C2>() {
      over<true, true, true>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
        const V u = adam_of<C1, C2>(k, x.g, x);
        x.p = x.p + V(k.rate) * u;
      });
    });
  }
  OPTAXX_LOOP(adamw) {
    corrected(k, [&]<bool C1, bool C2>() {
      over<true, true, true>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
        const V u = adam_of<C1, C2>(k, x.g, x) + V(k.decay) * x.p;
        x.p = x.p + V(k.rate) * u;
      });
    });
  }
  OPTAXX_LOOP(adam_folded) {
    over<true, true, true>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.p = x.p + V(k.rate) * adam_folded_of(k, x);
    });
  }
  OPTAXX_LOOP(adamw_folded) {
    over<true, true, true>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.p = x.p + V(k.rate) * (adam_folded_of(k, x) + V(k.decay) * x.p);
    });
  }
  OPTAXX_LOOP(sgd) {
    over<true, false, false>(p, g, a, b, n,
                             [&](vectors& x) OPTAXX_INLINE_LAMBDA { x.p = x.p + V(k.rate) * x.g; });
  }
  OPTAXX_LOOP(momentum) {
    over<true, true, false>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.a = x.g + V(k.decay) * x.a;
      x.p = x.p + V(k.rate) * x.a;
    });
  }
  OPTAXX_LOOP(lion) {
    over<true, true, false>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      const V u = sign(V(k.one_minus_b1) * x.g + V(k.b1) * x.a) + V(k.decay) * x.p;
      x.a = V(k.one_minus_b2) * x.g + V(k.b2) * x.a;
      x.p = x.p + V(k.rate) * u;
    });
  }
  OPTAXX_LOOP(rmsprop) {
    over<true, true, false>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.a = V(k.one_minus_b2) * (x.g * x.g) + V(k.b2) * x.a;
      x.p = x.p + V(k.rate) * (rsqrt(x.a + V(k.eps)) * x.g);
    });
  }
  OPTAXX_LOOP(rmsprop_folded) {
    over<true, true, false>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.a = V(k.one_minus_b2) * (x.g * x.g) + V(k.b2) * x.a;
      x.p = x.p + V(k.rate) * (x.g / sqrt(x.a + V(k.eps)));
    });
  }
  OPTAXX_LOOP(adagrad) {
    over<true, true, false>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.a = x.g * x.g + x.a;
      const V zero(0.0F);
      x.p = x.p + V(k.rate) * (select(zero < x.a, rsqrt(x.a + V(k.eps)), zero) * x.g);
    });
  }
  OPTAXX_LOOP(adagrad_folded) {
    over<true, true, false>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.a = x.g * x.g + x.a;
      const V zero(0.0F);
      x.p = x.p + V(k.rate) * select(zero < x.a, x.g / sqrt(x.a + V(k.eps)), zero);
    });
  }
  OPTAXX_LOOP(running_mean) {
    over<false, true, false>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.a = x.a + (x.g - x.a) / V(k.factor);
    });
  }
  OPTAXX_LOOP(touch) {
    over<true, true, true>(p, g, a, b, n, [&](vectors& x) OPTAXX_INLINE_LAMBDA {
      x.p = x.p + x.g;
      x.a = x.a + x.g;
      x.b = x.b + V(k.rate);
    });
  }
#undef OPTAXX_LOOP

  static constexpr hand_fused all{&six_links,
                                  &sgd,
                                  &momentum,
                                  &adam,
                                  &adamw,
                                  &lion,
                                  &rmsprop,
                                  &adagrad,
                                  &adam_folded,
                                  &adamw_folded,
                                  &rmsprop_folded,
                                  &adagrad_folded,
                                  &running_mean,
                                  &touch,
                                  adafactor_loops<Arch>::all};
};

}  // namespace bench
