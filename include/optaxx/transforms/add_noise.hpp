#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/random/prng_key.hpp"

namespace optaxx {

/// u = u + sqrt(eta / t^gamma) * n, with t = count + 1 and standard normal n, drawn anew for each
/// element and step. Neelakantan et al. 2015 (arXiv:1511.06807). Mirrors optax.add_noise, whose
/// deprecated `seed` is not here: n has the numbers of jax.random.normal, up to a few ULP; those
/// of float32 for leaves below it. State: AddNoiseState(count, rng_key).
template <class Eta = number, class Gamma = number, class Key = prng_key>
struct add_noise_options {
  Eta eta = missing<Eta>();        ///< Required. The variance in the first step.
  Gamma gamma = missing<Gamma>();  ///< Required. How fast the variance falls.
  Key key = or_default<Key>(0);    ///< A key, or the seed of one.
  OPTAXX_FIELDS(eta, gamma, key)
};

namespace detail {
transformation make_add_noise(const add_noise_options<>& o);
}

inline constexpr factory<transformation, add_noise_options, 2, number, number, prng_key> add_noise{
    detail::make_add_noise};

}  // namespace optaxx
