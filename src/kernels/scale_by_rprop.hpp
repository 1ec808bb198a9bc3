#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Riedmiller and Braun 1993, in the order of optax.scale_by_rprop: the update is that of the step
// before.
template <class T>
struct scale_by_rprop {
  static constexpr kernel_id id = kernel_id::scale_by_rprop;
  static constexpr bool sees_params = false;
  static constexpr int slots = 2;

  T eta_minus, eta_plus, min_step_size, max_step_size;

  template <class V, class Step, class Previous>
  OPTAXX_INLINE void operator()(V& u, Step& step_size, Previous& previous) const noexcept {
    const V zero = V(T(0));
    const V step = step_size;
    const V before = previous;
    const V turn = u * before;
    const V factor = select(zero < turn, V(eta_plus), V(eta_minus));
    const V changed = minimum(V(max_step_size), maximum(V(min_step_size), step * factor));
    // Neither above nor below zero, and no NaN: it is zero, and the step stays.
    const V next = select(zero < turn, changed,
                          select(turn < zero, changed, select(turn < V(T(1)), step, changed)));
    previous = select(turn < zero, zero, next * sign(u));
    u = select(turn < zero, zero, before);
    step_size = next;
  }
};

}  // namespace optaxx::kernels
