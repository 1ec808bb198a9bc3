#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// In each leaf, with its norm: nu = (1 - b2) * ||u||^2 + b2 * nu, in a first step ||u||^2;
/// mu = b1 * mu + (u / (sqrt(nu + eps_root) + eps) + weight_decay * p);  u = mu.
/// Ginsburg et al. 2019 (arXiv:1905.11286), algorithm 1. Mirrors optax.scale_by_novograd: behind it
/// the updates have the dtype of mu. Needs params. State: ScaleByNovogradState(count, mu, nu),
/// where nu is a number for each leaf.
template <class B1 = number, class B2 = number, class Eps = number, class EpsRoot = number,
          class WeightDecay = number>
struct scale_by_novograd_options {
  B1 b1 = or_default<B1>(0.9);                              ///< Decay of the first moment.
  B2 b2 = or_default<B2>(0.25);                             ///< Decay of the squared norm.
  Eps eps = or_default<Eps>(1e-8);                          ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);              ///< Added inside the root.
  WeightDecay weight_decay = or_default<WeightDecay>(0.0);  ///< Factor of the parameters.
  std::optional<dtype> mu_dtype = {};  ///< Storage of `mu`; unset: as the parameter.
  OPTAXX_FIELDS(b1, b2, eps, eps_root, weight_decay, mu_dtype)
};

namespace detail {
transformation make_scale_by_novograd(const scale_by_novograd_options<>& o);
}

inline constexpr factory<transformation, scale_by_novograd_options, 0, number, number, number,
                         number, number>
    scale_by_novograd{detail::make_scale_by_novograd};

}  // namespace optaxx
