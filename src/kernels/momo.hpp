#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Schaipp et al. 2023 (arXiv:2305.07583), in the order of optax.contrib.momo; the update is its
// mean already.
template <class T>
struct momo {
  static constexpr kernel_id id = kernel_id::momo;
  static constexpr bool sees_params = true;
  static constexpr int slots = 0;

  T decay, tau;

  template <class V, class Param>
  OPTAXX_INLINE void operator()(V& u, const Param& p) const noexcept {
    u = decay * p - tau * u;
  }
};

}  // namespace optaxx::kernels
