#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// d = u - g, the change of the gradient, in a first step 0;  g = u;
/// m = (1 - b1) * u + b1 * m;  v = (1 - b2) * d + b2 * v;
/// n = (1 - b3) * (u + (1 - b2) * d)^2 + b3 * n;
/// u = (m^ + (1 - b2) * v^) / (sqrt(n^ + eps_root) + eps), where x^ = x / (1 - b^t) with the decay
/// b of each. Xie et al. 2022 (arXiv:2208.06677), algorithm 1. Mirrors optax.scale_by_adan. State:
/// ScaleByAdanState(m, v, n, g, t).
template <class B1 = number, class B2 = number, class B3 = number, class Eps = number,
          class EpsRoot = number>
struct scale_by_adan_options {
  B1 b1 = or_default<B1>(0.98);                 ///< Decay of the gradient.
  B2 b2 = or_default<B2>(0.92);                 ///< Decay of its change.
  B3 b3 = or_default<B3>(0.99);                 ///< Decay of the square.
  Eps eps = or_default<Eps>(1e-8);              ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);  ///< Added inside the root.
  OPTAXX_FIELDS(b1, b2, b3, eps, eps_root)
};

namespace detail {
transformation make_scale_by_adan(const scale_by_adan_options<>& o);
}

inline constexpr factory<transformation, scale_by_adan_options, 0, number, number, number, number,
                         number>
    scale_by_adan{detail::make_scale_by_adan};

}  // namespace optaxx
