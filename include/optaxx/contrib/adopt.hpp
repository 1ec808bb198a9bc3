#pragma once

#include <optional>

#include "optaxx/contrib/scale_by_adopt.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// ADOPT: chain(scale_by_adopt, scale_by_learning_rate). Taniguchi et al. 2024 (arXiv:2411.02853).
/// Mirrors optax.contrib.adopt.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct adopt_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.9999);                        ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-6);                       ///< Least divisor.
  std::optional<dtype> mu_dtype = {};  ///< Storage of `mu`; unset: as the parameter.
  bool nesterov = false;               ///< Whether the first moment looks one step ahead.
  bool use_clipping = true;            ///< Whether normalized updates are clipped.
  schedule clip_value_fn = detail::fourth_root_of_count();  ///< To what, by the count.
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu`; unset: as the parameter.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, mu_dtype, nesterov, use_clipping, clip_value_fn,
                nu_dtype)
};

namespace detail {
transformation make_adopt(const adopt_options<>& o);
}

inline constexpr factory<transformation, adopt_options, 1, scalar_or_schedule, number, number,
                         number>
    adopt{detail::make_adopt};

}  // namespace optaxx::contrib
