#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.scale_by_factored_rms for an array that is not factored.
template <class T>
struct scale_by_whole_rms {
  static constexpr kernel_id id = kernel_id::scale_by_whole_rms;
  static constexpr bool sees_params = false;
  static constexpr int slots = 1;

  T decay, one_minus_decay, epsilon;

  template <class V, class Moment>
  OPTAXX_INLINE void operator()(V& u, Moment& v) const noexcept {
    const V moment = decay * v + one_minus_decay * (u * u + epsilon);
    v = moment;
    u = u * pow(moment, T(-0.5));
  }
};

}  // namespace optaxx::kernels
