#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// With v = nu / (1 - b2^count), the second moment of the steps before, and v = 1 in the first one:
///
///     nu = (1 - b2) * (u - mu)^2 + b2 * nu + eps_root;  mu = (1 - b1) * u + b1 * mu
///     u = u / (sqrt(v) + eps)
///
/// Zhuang et al. 2021 (arXiv:2110.05454), algorithm 2. Mirrors optax.contrib.scale_by_acprop, which
/// subtracts mu as it was. State: ScaleByBeliefState(count, mu, nu).
template <class B1 = number, class B2 = number, class Eps = number, class EpsRoot = number>
struct scale_by_acprop_options {
  B1 b1 = or_default<B1>(0.9);                    ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                  ///< Decay of the squared surprise.
  Eps eps = or_default<Eps>(1e-16);               ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(1e-16);  ///< Added to `nu` in every step.
  OPTAXX_FIELDS(b1, b2, eps, eps_root)
};

namespace detail {
transformation make_scale_by_acprop(const scale_by_acprop_options<>& o);
}

inline constexpr factory<transformation, scale_by_acprop_options, 0, number, number, number, number>
    scale_by_acprop{detail::make_scale_by_acprop};

}  // namespace optaxx::contrib
