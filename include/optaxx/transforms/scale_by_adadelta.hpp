#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// e_g = (1 - rho) * u^2 + rho * e_g;  u = sqrt(e_x + eps) / sqrt(e_g + eps) * u;
/// e_x = (1 - rho) * u^2 + rho * e_x.
/// Zeiler 2012 (arXiv:1212.5701), algorithm 1. Mirrors optax.scale_by_adadelta. State:
/// ScaleByAdaDeltaState(e_g, e_x).
template <class Rho = number, class Eps = number>
struct scale_by_adadelta_options {
  Rho rho = or_default<Rho>(0.9);   ///< Decay of both means of squares.
  Eps eps = or_default<Eps>(1e-6);  ///< Added inside both roots.
  OPTAXX_FIELDS(rho, eps)
};

namespace detail {
transformation make_scale_by_adadelta(const scale_by_adadelta_options<>& o);
}

inline constexpr factory<transformation, scale_by_adadelta_options, 0, number, number>
    scale_by_adadelta{detail::make_scale_by_adadelta};

}  // namespace optaxx
