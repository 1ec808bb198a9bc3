#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Momentum of u / sqrt(a), where the sum of squares a is kept as its largest values along each
/// axis:
///
///     a = c * u^2 + b2 * (the least of mu_0[i], mu_1[j], ...),  c = b2 == 1 ? 1 : 1 - b2
///     mu_k = the largest of a with this index of axis k
///     u = a > 0 ? u / sqrt(a + eps) : 0;  nu = (1 - b1) * u + b1 * nu;  u = nu
///
/// Anil et al. 2019 (arXiv:1901.11150), algorithm SM3-II. Mirrors optax.scale_by_sm3. State:
/// ScaleBySM3State(mu, nu), where mu has a list of arrays for each leaf, one of each axis. An array
/// without axes, for which Optax has no update, has a sum of its own, as elements of one axis have.
template <class B1 = number, class B2 = number, class Eps = number>
struct scale_by_sm3_options {
  B1 b1 = or_default<B1>(0.9);      ///< Decay of the momentum.
  B2 b2 = or_default<B2>(1.0);      ///< Decay of the sums.
  Eps eps = or_default<Eps>(1e-8);  ///< Added inside the root.
  OPTAXX_FIELDS(b1, b2, eps)
};

namespace detail {
transformation make_scale_by_sm3(const scale_by_sm3_options<>& o);
}

inline constexpr factory<transformation, scale_by_sm3_options, 0, number, number, number>
    scale_by_sm3{detail::make_scale_by_sm3};

}  // namespace optaxx
