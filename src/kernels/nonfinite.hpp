#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: 1 for NaN and infinities, 0 for all else.
template <class T>
struct nonfinite {
  static constexpr kernel_id id = kernel_id::nonfinite;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = select(is_finite(u), V(T(0)), V(T(1)));
  }
};

}  // namespace optaxx::kernels
