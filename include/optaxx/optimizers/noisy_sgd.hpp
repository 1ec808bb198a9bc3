#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/random/prng_key.hpp"

namespace optaxx {

/// SGD with noise: chain(add_noise, scale_by_learning_rate). Neelakantan et al. 2015
/// (arXiv:1511.06807). Mirrors optax.noisy_sgd: the noise is multiplied by the learning rate.
template <class LearningRate = scalar_or_schedule, class Eta = number, class Gamma = number,
          class Key = prng_key>
struct noisy_sgd_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  Eta eta = or_default<Eta>(0.01);                       ///< The variance in the first step.
  Gamma gamma = or_default<Gamma>(0.55);                 ///< How fast the variance falls.
  Key key = or_default<Key>(0);                          ///< A key, or the seed of one.
  OPTAXX_FIELDS(learning_rate, eta, gamma, key)
};

namespace detail {
transformation make_noisy_sgd(const noisy_sgd_options<>& o);
}

inline constexpr factory<transformation, noisy_sgd_options, 1, scalar_or_schedule, number, number,
                         prng_key>
    noisy_sgd{detail::make_noisy_sgd};

}  // namespace optaxx
