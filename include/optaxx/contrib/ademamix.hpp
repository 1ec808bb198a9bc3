#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// AdEMAMix: chain(scale_by_ademamix, add_decayed_weights, scale_by_learning_rate). Pagliardini et
/// al. 2024 (arXiv:2409.03137). Mirrors optax.contrib.ademamix, whose alpha is another one than
/// scale_by_ademamix's. Needs params.
template <class LearningRate = scalar_or_schedule, class B1 = number, class B2 = number,
          class B3 = scalar_or_schedule, class Alpha = scalar_or_schedule, class Eps = number,
          class EpsRoot = number>
struct ademamix_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  B1 b1 = or_default<B1>(0.9);                           ///< Decay of the fast mean.
  B2 b2 = or_default<B2>(0.999);                         ///< Decay of the second moment.
  B3 b3 = or_default<B3>(0.9999);                        ///< Decay of the slow mean.
  Alpha alpha = or_default<Alpha>(5.0);                  ///< Weight of the slow mean.
  Eps eps = or_default<Eps>(1e-8);                       ///< Added outside the root.
  EpsRoot eps_root = or_default<EpsRoot>(0.0);           ///< Added inside the root.
  std::optional<dtype> mu_dtype = {};                    ///< First storage of the moments.
  scalar_or_schedule weight_decay = 0.0;                 ///< A number or a schedule.
  leaf_mask mask = {};                                   ///< Leaves that decay; unset: all.
  std::optional<dtype> nu_dtype = {};  ///< Storage of `nu`; unset: as mu_dtype says.
  static constexpr int own = 1;        ///< Optax has no nu_dtype.
  OPTAXX_FIELDS(learning_rate, b1, b2, b3, alpha, eps, eps_root, mu_dtype, weight_decay, mask,
                nu_dtype)
};

namespace detail {
transformation make_ademamix(const ademamix_options<>& o);
}

inline constexpr factory<transformation, ademamix_options, 1, scalar_or_schedule, number, number,
                         scalar_or_schedule, scalar_or_schedule, number, number>
    ademamix{detail::make_ademamix};

}  // namespace optaxx::contrib
