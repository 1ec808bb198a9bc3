#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// A term: the square of the update.
template <class T>
struct square {
  static constexpr kernel_id id = kernel_id::square;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = u * u;
  }
};

}  // namespace optaxx::kernels
