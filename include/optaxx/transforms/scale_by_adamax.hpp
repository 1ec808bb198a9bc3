#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// mu = (1 - b1) * u + b1 * mu;  nu = max(|u| + eps, b2 * nu);  t = count + 1;
/// u = (mu / (1 - b1^t)) / nu.
/// Kingma and Ba 2014 (arXiv:1412.6980), algorithm 2. Mirrors optax.scale_by_adamax. State:
/// ScaleByAdamState(count, mu, nu).
template <class B1 = number, class B2 = number, class Eps = number>
struct scale_by_adamax_options {
  B1 b1 = or_default<B1>(0.9);      ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);    ///< Decay of the largest gradient.
  Eps eps = or_default<Eps>(1e-8);  ///< Added to the size of the gradient.
  OPTAXX_FIELDS(b1, b2, eps)
};

namespace detail {
transformation make_scale_by_adamax(const scale_by_adamax_options<>& o);
}

inline constexpr factory<transformation, scale_by_adamax_options, 0, number, number, number>
    scale_by_adamax{detail::make_scale_by_adamax};

}  // namespace optaxx
