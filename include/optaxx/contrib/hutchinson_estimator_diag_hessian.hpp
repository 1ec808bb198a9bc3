#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"
#include "optaxx/random/prng_key.hpp"

namespace optaxx::contrib {

/// An estimate of the diagonal of the Hessian of the loss, in the place of the update: with r of
/// +1 and -1, drawn anew in each step, u = (H r) * r. Hutchinson 1989. Mirrors
/// optax.contrib.hutchinson_estimator_diag_hessian, which differentiates an extra argument obj_fn;
/// here the product is the caller's: `update(grads, state, params, {.hvp_fn = hvp})`. r has the
/// bits of jax.random.rademacher. State: HutchinsonState(key), a key as jax.random.PRNGKey makes
/// it. A step needs params; it throws std::invalid_argument without hvp_fn, and if what that gives
/// is not like the parameters.
template <class Key = prng_key>
struct hutchinson_estimator_diag_hessian_options {
  Key random_seed = or_default<Key>(0);  ///< A key, or the seed of one.
  OPTAXX_FIELDS(random_seed)
};

namespace detail {
transformation make_hutchinson_estimator_diag_hessian(
    const hutchinson_estimator_diag_hessian_options<>& o);
}

inline constexpr factory<transformation, hutchinson_estimator_diag_hessian_options, 0, prng_key>
    hutchinson_estimator_diag_hessian{detail::make_hutchinson_estimator_diag_hessian};

}  // namespace optaxx::contrib
