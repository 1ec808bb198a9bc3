#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// A bet on each parameter. With L = scale, G = subgradients, R = reward, C = cumulative_gradients
/// and p0 = init_particles:
///
///     L = max(L, |u|);  G = G + |u|;  R = max(R - u * (p - p0), 0);  C = C - u
///     u = p0 + C / (L * max(G + L, alpha * L)) * (L + R) - p
///
/// Orabona and Tommasi 2017 (arXiv:1705.07795), algorithm 2: the sign of the step is in it. Mirrors
/// optax.contrib.scale_by_cocob. Needs params. State: COCOBState(init_particles,
/// cumulative_gradients, scale, subgradients, reward).
template <class Alpha = number, class Eps = number>
struct scale_by_cocob_options {
  Alpha alpha = or_default<Alpha>(100.0);  ///< How small the first bets are.
  Eps eps = or_default<Eps>(1e-8);         ///< The first `scale`.
  OPTAXX_FIELDS(alpha, eps)
};

namespace detail {
transformation make_scale_by_cocob(const scale_by_cocob_options<>& o);
}

inline constexpr factory<transformation, scale_by_cocob_options, 0, number, number> scale_by_cocob{
    detail::make_scale_by_cocob};

}  // namespace optaxx::contrib
