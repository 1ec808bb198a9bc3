#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// mu = (1 - b1) * u + b1 * mu;  nu = (1 - b2) * u^2 + b2 * nu;  t = count + 1;
/// u = (mu / (1 - b1^t)) / (sqrt(nu / (1 - b2^t) + eps_root) + eps).
/// Kingma and Ba 2014 (arXiv:1412.6980), algorithm 1; with nesterov Dozat 2016. Mirrors
/// optax.scale_by_adam. State: ScaleByAdamState(count, mu, nu).
template <class B1 = number, class B2 = number, class Eps = number, class EpsRoot = number>
struct scale_by_adam_options {
  B1 b1 = or_default<B1>(0.9);                  ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.999);                ///< Decay of the second moment.
  Eps eps = or_default<Eps>(1e-8);              ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);  ///< Added inside the root.
  std::optional<dtype> mu_dtype = {};           ///< Storage of `mu`; unset: as the parameter.
  bool nesterov = false;                        ///< Whether the first moment looks one step ahead.
  std::optional<dtype> nu_dtype = {};           ///< Storage of `nu`; unset: as the parameter.
  static constexpr int own = 1;                 ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(b1, b2, eps, eps_root, mu_dtype, nesterov, nu_dtype)
};

namespace detail {
transformation make_scale_by_adam(const scale_by_adam_options<>& o);
}

inline constexpr factory<transformation, scale_by_adam_options, 0, number, number, number, number>
    scale_by_adam{detail::make_scale_by_adam};

}  // namespace optaxx
