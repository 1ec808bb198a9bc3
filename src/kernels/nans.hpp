#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: 1 for NaN, 0 for all else.
template <class T>
struct nans {
  static constexpr kernel_id id = kernel_id::nans;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    const V zero = V(T(0));
    u = select(u < zero, zero, select(V(T(-1)) < u, zero, V(T(1))));
  }
};

}  // namespace optaxx::kernels
