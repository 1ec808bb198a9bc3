#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// scale_by_rms with one division: `inverse` is the reciprocal of its bias correction.
template <class T>
struct scale_by_rms_fast {
  static constexpr kernel_id id = kernel_id::scale_by_rms_fast;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay, one_minus_decay, inverse, eps;

  template <class V, class Nu>
  OPTAXX_INLINE void operator()(V& u, Nu& nu) const noexcept {
    const V v = one_minus_decay * (u * u) + decay * nu;
    u = u / sqrt(v * inverse + eps);
    nu = v;
  }
};

}  // namespace optaxx::kernels
