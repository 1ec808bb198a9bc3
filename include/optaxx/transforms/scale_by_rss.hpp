#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// sum = sum + u^2;  u = u / sqrt(sum + eps), as a product with the reciprocal root, and 0 * u
/// where the sum is zero. Duchi, Hazan and Singer 2011 (JMLR 12), the diagonal case. Mirrors
/// optax.scale_by_rss. State: ScaleByRssState(sum_of_squares).
template <class InitialAccumulatorValue = number, class Eps = number>
struct scale_by_rss_options {
  InitialAccumulatorValue initial_accumulator_value =
      or_default<InitialAccumulatorValue>(0.1);  ///< First value of `sum_of_squares`.
  Eps eps = or_default<Eps>(1e-7);               ///< Added inside the root.
  OPTAXX_FIELDS(initial_accumulator_value, eps)
};

namespace detail {
transformation make_scale_by_rss(const scale_by_rss_options<>& o);
}

inline constexpr factory<transformation, scale_by_rss_options, 0, number, number> scale_by_rss{
    detail::make_scale_by_rss};

}  // namespace optaxx
