#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// AMSGrad: chain(scale_by_amsgrad, scale_by_learning_rate). Reddi et al. 2018 (arXiv:1904.09237).
/// Mirrors optax.amsgrad.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class Eps = number>
struct amsgrad_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-8);                       ///< Added outside the root.
  number eps_root = 0.0;                                 ///< Added inside the root.
  std::optional<dtype> mu_dtype = {};  ///< Storage of `mu`; unset: as the parameter.
  bool bias_correction_mu = true;      ///< Whether mu is divided by 1 - b1^t.
  bool bias_correction_nu = true;      ///< Whether nu is divided by 1 - b2^t.
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu` and `nu_max`; unset: as the parameter.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(learning_rate, b1, b2, eps, eps_root, mu_dtype, bias_correction_mu,
                bias_correction_nu, nu_dtype)
};

namespace detail {
transformation make_amsgrad(const amsgrad_options<>& o);
}

inline constexpr factory<transformation, amsgrad_options, 1, scalar_or_schedule, number, number,
                         number>
    amsgrad{detail::make_amsgrad};

}  // namespace optaxx
