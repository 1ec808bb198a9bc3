#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

template <class T>
struct square_root {
  static constexpr kernel_id id = kernel_id::square_root;
  static constexpr bool sees_params = false;
  static constexpr int slots = 0;

  template <class V>
  OPTAXX_INLINE void operator()(V& u) const noexcept {
    u = sqrt(u);
  }
};

}  // namespace optaxx::kernels
