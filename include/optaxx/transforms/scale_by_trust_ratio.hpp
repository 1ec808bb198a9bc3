#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = u * r in each leaf, r = trust_coefficient * ||p|| / (||u|| + eps), or 1 if a norm is zero;
/// neither norm is less than min_norm. You et al. 2017 (arXiv:1708.03888). Mirrors
/// optax.scale_by_trust_ratio. Needs params.
template <class MinNorm = number, class TrustCoefficient = number, class Eps = number>
struct scale_by_trust_ratio_options {
  MinNorm min_norm = or_default<MinNorm>(0.0);  ///< Least value of both norms.
  TrustCoefficient trust_coefficient = or_default<TrustCoefficient>(1.0);  ///< Factor of the ratio.
  Eps eps = or_default<Eps>(0.0);  ///< Added to the norm of the update.
  OPTAXX_FIELDS(min_norm, trust_coefficient, eps)
};

namespace detail {
transformation make_scale_by_trust_ratio(const scale_by_trust_ratio_options<>& o);
}

inline constexpr factory<transformation, scale_by_trust_ratio_options, 0, number, number, number>
    scale_by_trust_ratio{detail::make_scale_by_trust_ratio};

}  // namespace optaxx
