#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// mu = (1 - b1) * u + b1 * mu;  nu = nu - (1 - b2) * sign(nu - u^2) * u^2;  t = count + 1;
/// u = (mu / (1 - b1^t)) / (sqrt(nu / (1 - b2^t) + eps_root) + eps).
/// Zaheer et al. 2018 (Adaptive Methods for Nonconvex Optimization), algorithm 2. Mirrors
/// optax.scale_by_yogi: both moments begin at `initial_accumulator_value`, and both are corrected
/// as if they had begun at zero. State: ScaleByAdamState(count, mu, nu).
template <class B1 = number, class B2 = number, class Eps = number, class EpsRoot = number,
          class InitialAccumulatorValue = number>
struct scale_by_yogi_options {
  B1 b1 = or_default<B1>(0.9);                  ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-3);              ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);  ///< Added inside the root.
  InitialAccumulatorValue initial_accumulator_value =
      or_default<InitialAccumulatorValue>(1e-6);  ///< First value of both moments.
  OPTAXX_FIELDS(b1, b2, eps, eps_root, initial_accumulator_value)
};

namespace detail {
transformation make_scale_by_yogi(const scale_by_yogi_options<>& o);
}

inline constexpr factory<transformation, scale_by_yogi_options, 0, number, number, number, number,
                         number>
    scale_by_yogi{detail::make_scale_by_yogi};

}  // namespace optaxx
