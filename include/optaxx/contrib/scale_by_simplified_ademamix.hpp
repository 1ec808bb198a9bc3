#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// m = u + b1 * m;  n = u^2 + b2 * (n - u^2);  t = t + 1;
/// u = (m + alpha * u) / (sqrt(n / (1 - b2^t) + eps_root) + eps).
/// Morwani et al. 2025 (arXiv:2502.02431). alpha may be a schedule, of t. Mirrors
/// optax.contrib.scale_by_simplified_ademamix. State: ScaleBySimplifiedAdEMAMixState(t, m, n).
template <class B1 = number, class B2 = number, class Alpha = scalar_or_schedule,
          class Eps = number, class EpsRoot = number>
struct scale_by_simplified_ademamix_options {
  B1 b1 = or_default<B1>(0.99);                 ///< Decay of the sum of updates.
  B2 b2 = or_default<B2>(0.95);                 ///< Decay of the second moment.
  Alpha alpha = or_default<Alpha>(0.0);         ///< Further weight of the newest update.
  Eps eps = or_default<Eps>(1e-8);              ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);  ///< Added inside the root.
  OPTAXX_FIELDS(b1, b2, alpha, eps, eps_root)
};

namespace detail {
transformation make_scale_by_simplified_ademamix(const scale_by_simplified_ademamix_options<>& o);
}

inline constexpr factory<transformation, scale_by_simplified_ademamix_options, 0, number, number,
                         scalar_or_schedule, number, number>
    scale_by_simplified_ademamix{detail::make_scale_by_simplified_ademamix};

}  // namespace optaxx::contrib
