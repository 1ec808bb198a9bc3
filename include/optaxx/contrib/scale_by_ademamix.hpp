#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// m1 = (1 - b1) * u + b1 * m1;  m2 = (1 - b3) * u + b3 * m2;  nu = (1 - b2) * u^2 + b2 * nu;
/// t = count + 1;
/// u = (m1 / (1 - b1^t) + alpha * m2) / (sqrt(nu / (1 - b2^t) + eps_root) + eps).
/// Pagliardini et al. 2024 (arXiv:2409.03137), algorithm 1; the slow mean m2 is not corrected. b3
/// and alpha may be schedules, of count_m2. Mirrors optax.contrib.scale_by_ademamix. State:
/// ScaleByAdemamixState(count, count_m2, m1, m2, nu).
template <class B1 = number, class B2 = number, class B3 = scalar_or_schedule,
          class Alpha = scalar_or_schedule, class Eps = number, class EpsRoot = number>
struct scale_by_ademamix_options {
  B1 b1 = or_default<B1>(0.9);                  ///< Decay of the fast mean.
  B2 b2 = or_default<B2>(0.999);                ///< Decay of the second moment.
  B3 b3 = or_default<B3>(0.9999);               ///< Decay of the slow mean.
  Alpha alpha = or_default<Alpha>(6.0);         ///< Weight of the slow mean.
  Eps eps = or_default<Eps>(1e-8);              ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);  ///< Added inside the root.
  /// First storage of m1, m2 and nu; unset: as the parameter. As in Optax they become as wide as
  /// the updates in the first step.
  std::optional<dtype> mu_dtype = {};
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu`; unset: as mu_dtype says.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(b1, b2, b3, alpha, eps, eps_root, mu_dtype, nu_dtype)
};

namespace detail {
transformation make_scale_by_ademamix(const scale_by_ademamix_options<>& o);
}

inline constexpr factory<transformation, scale_by_ademamix_options, 0, number, number,
                         scalar_or_schedule, scalar_or_schedule, number, number>
    scale_by_ademamix{detail::make_scale_by_ademamix};

}  // namespace optaxx::contrib
