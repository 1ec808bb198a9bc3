#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// An optimizer on gradients whose noise is corrected by how they have changed since the last step:
///
///     k = gamma * b1 / (1 - b1);  c = (1 + k) * g - k * last_grad;  c = c / max(norm(c), 1)
///
/// with the norm of each leaf; in the first step last_grad is 0. Yuan et al. 2024
/// (arXiv:2411.10438), equations 6 and 7, in the approximate form, which takes the last step's
/// gradient as it was. b1 is the decay of the first moment in `inner`:
/// `mars(adamw(3e-3, {.b1 = 0.95, .b2 = 0.99}))`.
///
/// Optax has none; the numbers are those of pytorch-optimizer's MARS. State:
/// MarsState(last_grad, inner_state).
template <class Inner = transformation>
struct mars_options {
  Inner inner = missing<Inner>();  ///< Required.
  number gamma = 0.025;            ///< How much of the correction is taken.
  number b1 = 0.95;                ///< Decay of the first moment in `inner`.
  OPTAXX_FIELDS(inner, gamma, b1)
};

namespace detail {
transformation make_mars(const mars_options<>& o);
}

inline constexpr factory<transformation, mars_options, 1, transformation> mars{detail::make_mars};

}  // namespace optaxx
