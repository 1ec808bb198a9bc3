#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Adam's moments, corrected: m = mu / (1 - b1^t), v = nu / (1 - b2^t). With
/// ro_inf = 2 / (1 - b2) - 1 and ro = ro_inf - 2 t b2^t / (1 - b2^t),
///
///     u = r * m / (sqrt(v + eps_root) + eps)   if ro >= threshold, otherwise m
///     r = sqrt((ro - 4) (ro - 2) ro_inf / ((ro_inf - 4) (ro_inf - 2) ro))
///
/// Liu et al. 2019 (arXiv:1908.03265), algorithm 2. Mirrors optax.scale_by_radam. State:
/// ScaleByAdamState(count, mu, nu).
template <class B1 = number, class B2 = number, class Eps = number, class EpsRoot = number,
          class Threshold = number>
struct scale_by_radam_options {
  B1 b1 = or_default<B1>(0.9);                       ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                     ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-8);                   ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);       ///< Added inside the root.
  Threshold threshold = or_default<Threshold>(5.0);  ///< From which ro on it rectifies.
  bool nesterov = false;  ///< Whether the first moment looks one step ahead.
  OPTAXX_FIELDS(b1, b2, eps, eps_root, threshold, nesterov)
};

namespace detail {
transformation make_scale_by_radam(const scale_by_radam_options<>& o);
}

inline constexpr factory<transformation, scale_by_radam_options, 0, number, number, number, number,
                         number>
    scale_by_radam{detail::make_scale_by_radam};

}  // namespace optaxx
