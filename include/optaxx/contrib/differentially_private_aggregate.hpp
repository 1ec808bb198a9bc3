#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/random/prng_key.hpp"

namespace optaxx::contrib {

/// One update of gradients per example, which have an axis of B examples in front: each example's
/// are shortened to a norm of at most l2_norm_clip, as per_example_global_norm_clip does; their sum
/// gets noise, and is divided by the number of examples:
///
///     u = (sum + l2_norm_clip * noise_multiplier * n) / B
///
/// with n from the standard normal distribution, new for each element and step, as add_noise has
/// it. Abadi et al. 2016 (arXiv:1607.00133). Mirrors
/// optax.contrib.differentially_private_aggregate, whose deprecated `seed` is not here. `update`
/// takes gradients of shape (B, ...) for parameters of shape (...), B as it likes in each step. It
/// stands first in a chain, behind no mask and within no wrapper that looks at gradients before it,
/// such as multi_steps. State: DifferentiallyPrivateAggregateState(rng_key).
template <class L2NormClip = number, class NoiseMultiplier = number, class Key = prng_key>
struct differentially_private_aggregate_options {
  L2NormClip l2_norm_clip = missing<L2NormClip>();                ///< Required. Of an example.
  NoiseMultiplier noise_multiplier = missing<NoiseMultiplier>();  ///< Required. Of this norm.
  Key key = or_default<Key>(0);                                   ///< A key, or the seed of one.
  OPTAXX_FIELDS(l2_norm_clip, noise_multiplier, key)
};

namespace detail {
transformation make_differentially_private_aggregate(
    const differentially_private_aggregate_options<>& o);
}

inline constexpr factory<transformation, differentially_private_aggregate_options, 2, number,
                         number, prng_key>
    differentially_private_aggregate{detail::make_differentially_private_aggregate};

}  // namespace optaxx::contrib
