#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// nu = (1 - decay) * u^2 + decay * nu;  u = u / sqrt(nu + eps), as a product with the reciprocal
/// root. Hinton 2012, lecture 6a. Mirrors optax.scale_by_rms. State: ScaleByRmsState(nu) or, with
/// bias_correction, ScaleByRmsWithCountState(count, nu).
template <class Decay = number, class Eps = number, class InitialScale = number>
struct scale_by_rms_options {
  Decay decay = or_default<Decay>(0.9);  ///< Decay of the mean square.
  Eps eps = or_default<Eps>(1e-8);       ///< Keeps the denominator away from zero.
  InitialScale initial_scale = or_default<InitialScale>(0.0);  ///< First value of `nu`.
  bool eps_in_sqrt =
      true;  ///< Whether eps is added inside the root; outside: u * (1 / (sqrt(nu) + eps)).
  bool bias_correction = false;  ///< Whether nu is divided by 1 - decay^t.
  OPTAXX_FIELDS(decay, eps, initial_scale, eps_in_sqrt, bias_correction)
};

namespace detail {
transformation make_scale_by_rms(const scale_by_rms_options<>& o);
}

inline constexpr factory<transformation, scale_by_rms_options, 0, number, number, number>
    scale_by_rms{detail::make_scale_by_rms};

}  // namespace optaxx
