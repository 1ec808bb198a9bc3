#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// mu = (1 - b1) * u + b1 * mu;  nu = (1 - b2) * (u - mu)^2 + b2 * nu + eps_root;  t = count + 1;
/// u = (mu / (1 - b1^t)) / (sqrt(nu / (1 - b2^t)) + eps).
/// Zhuang et al. 2020 (arXiv:2010.07468), algorithm 2. Mirrors optax.scale_by_belief: eps_root
/// stays in the stored moment. State: ScaleByBeliefState(count, mu, nu).
template <class B1 = number, class B2 = number, class Eps = number, class EpsRoot = number>
struct scale_by_belief_options {
  B1 b1 = or_default<B1>(0.9);                    ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                  ///< Decay of the squared surprise.
  Eps eps = or_default<Eps>(1e-16);               ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(1e-16);  ///< Added to `nu` in every step.
  bool nesterov = false;  ///< Whether the first moment looks one step ahead.
  OPTAXX_FIELDS(b1, b2, eps, eps_root, nesterov)
};

namespace detail {
transformation make_scale_by_belief(const scale_by_belief_options<>& o);
}

inline constexpr factory<transformation, scale_by_belief_options, 0, number, number, number, number>
    scale_by_belief{detail::make_scale_by_belief};

}  // namespace optaxx
