#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/random/prng_key.hpp"

namespace optaxx::contrib {

/// Descent with differential privacy: chain(differentially_private_aggregate, trace or identity,
/// scale_by_learning_rate). Abadi et al. 2016 (arXiv:1607.00133). Mirrors optax.contrib.dpsgd.
/// `update` takes gradients per example, of shape (B, ...) for parameters of shape (...).
template <class LearningRate = scalar_or_schedule, class L2NormClip = number,
          class NoiseMultiplier = number, class Seed = prng_key,
          class Momentum = std::optional<number>>
struct dpsgd_options {
  LearningRate learning_rate = missing<LearningRate>();           ///< Required. Number or schedule.
  L2NormClip l2_norm_clip = missing<L2NormClip>();                ///< Required. Of an example.
  NoiseMultiplier noise_multiplier = missing<NoiseMultiplier>();  ///< Required. Of this norm.
  Seed seed = missing<Seed>();                                    ///< Required. Of the noise.
  Momentum momentum = or_default<Momentum>(std::nullopt);  ///< Decay of a trace; unset: none.
  bool nesterov = false;                                   ///< Whether the trace is Nesterov's.
  OPTAXX_FIELDS(learning_rate, l2_norm_clip, noise_multiplier, seed, momentum, nesterov)
};

namespace detail {
transformation make_dpsgd(const dpsgd_options<>& o);
}

inline constexpr factory<transformation, dpsgd_options, 4, scalar_or_schedule, number, number,
                         prng_key, std::optional<number>>
    dpsgd{detail::make_dpsgd};

}  // namespace optaxx::contrib
