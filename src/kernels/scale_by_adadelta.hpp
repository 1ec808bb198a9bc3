#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Zeiler 2012 (arXiv:1212.5701), algorithm 1, in the order of optax.scale_by_adadelta.
template <class T>
struct scale_by_adadelta {
  static constexpr kernel_id id = kernel_id::scale_by_adadelta;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T rho, one_minus_rho, eps;

  template <class V, class Gradient, class Update>
  OPTAXX_INLINE void operator()(V& u, Gradient& e_g, Update& e_x) const noexcept {
    const V g2 = one_minus_rho * (u * u) + rho * e_g;
    u = (sqrt(V(e_x) + eps) / sqrt(g2 + eps)) * u;
    e_g = g2;
    e_x = one_minus_rho * (u * u) + rho * e_x;
  }
};

}  // namespace optaxx::kernels
