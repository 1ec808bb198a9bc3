#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.scale_by_sign: zeros and NaN stay what they are.
template <class T>
struct scale_by_sign {
  static constexpr kernel_id id = kernel_id::scale_by_sign;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = sign(u);
  }
};

}  // namespace optaxx::kernels
