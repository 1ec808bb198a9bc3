#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// optax.scale, and every schedule's value.
template <class T>
struct scale {
  static constexpr kernel_id id = kernel_id::scale;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  T step_size;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = step_size * u;
  }
};

}  // namespace optaxx::kernels
