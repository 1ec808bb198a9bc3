#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

namespace detail {
/// count^0.25, what ADOPT clips its normalized updates to unless told otherwise.
schedule fourth_root_of_count();
}  // namespace detail

/// With n = u / max(sqrt(nu), eps), clipped to clip_value_fn(count) in size:
///
///     mu = (1 - b1) * n + b1 * mu;  nu = (1 - b2) * u^2 + b2 * nu;  u = mu
///
/// Step 0 has b1 = 1 and b2 = 0. Taniguchi et al. 2024 (arXiv:2411.02853), algorithm 2. Mirrors
/// optax.contrib.scale_by_adopt, which clips to zero in step 0. State: ScaleByAdamState(count, mu,
/// nu).
template <class B1 = number, class B2 = number, class Eps = number>
struct scale_by_adopt_options {
  B1 b1 = or_default<B1>(0.9);         ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.9999);      ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-6);     ///< Least divisor.
  std::optional<dtype> mu_dtype = {};  ///< Storage of `mu`; unset: as the parameter.
  bool nesterov = false;               ///< Whether the first moment looks one step ahead.
  bool use_clipping = true;            ///< Whether normalized updates are clipped.
  schedule clip_value_fn = detail::fourth_root_of_count();  ///< To what, by the count.
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu`; unset: as the parameter.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(b1, b2, eps, mu_dtype, nesterov, use_clipping, clip_value_fn, nu_dtype)
};

namespace detail {
transformation make_scale_by_adopt(const scale_by_adopt_options<>& o);
}

inline constexpr factory<transformation, scale_by_adopt_options, 0, number, number, number>
    scale_by_adopt{detail::make_scale_by_adopt};

}  // namespace optaxx::contrib
