#pragma once

#include "kernels/kernel_id.hpp"
#include "kernels/scale_by_rss_fast.hpp"

namespace optaxx::kernels {

// Duchi, Hazan and Singer 2011 (AdaGrad), in the order of optax.scale_by_rss.
template <class T>
struct scale_by_rss {
  static constexpr kernel_id id = kernel_id::scale_by_rss;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T eps;

  template <class V, class Sum>
  OPTAXX_INLINE void operator()(V& u, Sum& sum) const noexcept {
    const V s = u * u + sum;
    u = select(V(T(0)) < s, rsqrt(s + eps), V(T(0))) * u;
    sum = s;
  }

  scale_by_rss_fast<T> fast() const noexcept { return {eps}; }
};

}  // namespace optaxx::kernels
