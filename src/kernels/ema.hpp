#pragma once

#include "core/is_one.hpp"
#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.ema: the mean is stored biased; c is the bias correction 1 - decay^t, 1 without one.
template <class T>
struct ema {
  static constexpr kernel_id id = kernel_id::ema;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay, one_minus_decay, c;

  template <class V, class Ema>
  OPTAXX_INLINE void operator()(V& u, Ema& ema) const noexcept {
    const V m = one_minus_decay * u + decay * ema;
    u = is_one(c) ? m : m / c;
    ema = m;
  }
};

}  // namespace optaxx::kernels
