#pragma once

#include "kernels/kernel_id.hpp"

namespace optaxx::kernels {

// Orabona and Tommasi 2017 (arXiv:1705.07795), algorithm 2, in the order of
// optax.contrib.scale_by_cocob. A NaN of `scale` stays.
template <class T>
struct scale_by_cocob {
  static constexpr kernel_id id = kernel_id::scale_by_cocob;
  static constexpr bool sees_params = true;
  static constexpr int slots = 5;

  T alpha;

  template <class V, class Param, class InitParticles, class CumulativeGradients, class Scale,
            class Subgradients, class Reward>
  OPTAXX_INLINE void operator()(V& u, const Param& p, InitParticles& init_particles,
                                CumulativeGradients& cumulative_gradients, Scale& scale,
                                Subgradients& subgradients, Reward& reward) const noexcept {
    const V size = abs(u);
    const V before = scale;
    const V l = select(is_finite(before), maximum(before, size), maximum(size, before));
    const V g = V(subgradients) + size;
    const V r = maximum(V(T(0)), V(reward) - u * (V(p) - V(init_particles)));
    const V c = V(cumulative_gradients) - u;
    u = (V(init_particles) + c / (l * maximum(alpha * l, g + l)) * (l + r)) - V(p);
    scale = l;
    subgradients = g;
    reward = r;
    cumulative_gradients = c;
  }
};

}  // namespace optaxx::kernels
