#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// mu = (1 - decay) * u + decay * mu;  nu = (1 - decay) * u^2 + decay * nu;
/// u = u / sqrt(nu - mu^2 + eps), as a product with the reciprocal root. Graves 2013
/// (arXiv:1308.0850), equations 38 to 42. Mirrors optax.scale_by_stddev. State:
/// ScaleByRStdDevState(mu, nu) or, with bias_correction, ScaleByRStdDevWithCountState(count, mu,
/// nu). The difference may be a negative rounding error: its root is NaN, as in Optax.
template <class Decay = number, class Eps = number, class InitialScale = number>
struct scale_by_stddev_options {
  Decay decay = or_default<Decay>(0.9);  ///< Decay of both moments.
  Eps eps = or_default<Eps>(1e-8);       ///< Keeps the denominator away from zero.
  InitialScale initial_scale = or_default<InitialScale>(0.0);  ///< First value of `nu`.
  bool eps_in_sqrt =
      true;  ///< Whether eps is added inside the root; outside: u * (1 / (sqrt(nu - mu^2) + eps)).
  bool bias_correction = false;  ///< Whether mu and nu are divided by 1 - decay^t.
  OPTAXX_FIELDS(decay, eps, initial_scale, eps_in_sqrt, bias_correction)
};

namespace detail {
transformation make_scale_by_stddev(const scale_by_stddev_options<>& o);
}

inline constexpr factory<transformation, scale_by_stddev_options, 0, number, number, number>
    scale_by_stddev{detail::make_scale_by_stddev};

}  // namespace optaxx
