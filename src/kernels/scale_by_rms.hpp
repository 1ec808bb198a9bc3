#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"
#include "kernels/scale_by_rms_fast.hpp"

namespace optaxx::kernels {

// optax.scale_by_rms with eps under the root. c is the bias correction, 1 without one.
template <class T>
struct scale_by_rms {
  static constexpr kernel_id id = kernel_id::scale_by_rms;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay, one_minus_decay, c, eps;

  template <class V, class Nu>
  OPTAXX_INLINE void operator()(V& u, Nu& nu) const noexcept {
    const V v = one_minus_decay * (u * u) + decay * nu;
    u = rsqrt((is_one(c) ? v : v / c) + eps) * u;
    nu = v;
  }

  scale_by_rms_fast<T> fast() const noexcept { return {decay, one_minus_decay, 1 / c, eps}; }
};

}  // namespace optaxx::kernels
