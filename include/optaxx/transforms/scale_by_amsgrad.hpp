#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// mu = (1 - b1) * u + b1 * mu;  nu = (1 - b2) * u^2 + b2 * nu;  t = count + 1;
/// nu_max = max(nu_max, nu / (1 - b2^t));  u = (mu / (1 - b1^t)) / (sqrt(nu_max + eps_root) + eps).
/// Reddi et al. 2018 (arXiv:1904.09237), algorithm 2. Mirrors optax.scale_by_amsgrad: the largest
/// is that of corrected moments (in PyTorch it is corrected afterwards). State:
/// ScaleByAmsgradState(count, mu, nu, nu_max).
template <class B1 = number, class B2 = number, class Eps = number, class EpsRoot = number>
struct scale_by_amsgrad_options {
  B1 b1 = or_default<B1>(0.9);                  ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-8);              ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);  ///< Added inside the root.
  std::optional<dtype> mu_dtype = {};           ///< Storage of `mu`; unset: as the parameter.
  bool bias_correction_mu = true;               ///< Whether mu is divided by 1 - b1^t.
  bool bias_correction_nu = true;               ///< Whether nu is divided by 1 - b2^t.
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu` and `nu_max`; unset: as the parameter.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(b1, b2, eps, eps_root, mu_dtype, bias_correction_mu, bias_correction_nu, nu_dtype)
};

namespace detail {
transformation make_scale_by_amsgrad(const scale_by_amsgrad_options<>& o);
}

inline constexpr factory<transformation, scale_by_amsgrad_options, 0, number, number, number,
                         number>
    scale_by_amsgrad{detail::make_scale_by_amsgrad};

}  // namespace optaxx
