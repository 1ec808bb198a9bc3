#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// scale_by_rss with one division.
template <class T>
struct scale_by_rss_fast {
  static constexpr kernel_id id = kernel_id::scale_by_rss_fast;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T eps;

  template <class V, class Sum>
  OPTAXX_INLINE void operator()(V& u, Sum& sum) const noexcept {
    const V s = u * u + sum;
    u = select(V(T(0)) < s, u / sqrt(s + eps), V(T(0)) * u);
    sum = s;
  }
};

}  // namespace optaxx::kernels
