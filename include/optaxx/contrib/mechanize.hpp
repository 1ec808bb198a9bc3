#pragma once

#include <cstdint>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Scales the updates of a base optimizer, whose rate is best 1, by what it learns. With S the sum
/// of s, x0 the parameters of the first step, D = (x0 - p) / (S + eps), and for the estimate the
/// updates g = u + weight_decay * S * ||u|| / (||p|| + eps) * p:
///
///     h = <g, D>;  m = max(betas * m, |h| + eps);  v = betas^2 * v + h^2
///     r = betas * r + s * clip(h, -m, m)     (the m of before)
///     s = (s_init / num_betas * m + max(r, 0)) / (sqrt(v) + eps)
///     u = x0 - S * (D - base updates) - p    (the new S)
///
/// for betas of 0.9, 0.99, ... Cutkosky, Defazio and Mehta 2023 (arXiv:2306.00144), algorithm 1.
/// Mirrors optax.contrib.mechanize. Needs params. State: MechanicState(base_optimizer_state, count,
/// r, m, v, s, x0). Throws std::invalid_argument unless num_betas is positive.
template <class BaseOptimizer = transformation>
struct mechanize_options {
  BaseOptimizer base_optimizer = missing<BaseOptimizer>();  ///< Required.
  number weight_decay = 1e-2;                               ///< Of the estimate alone.
  number eps = 1e-8;                                        ///< Keeps divisors from zero.
  number s_init = 1e-6;                                     ///< The first of each scale.
  std::int64_t num_betas = 6;                               ///< How many scales are summed.
  OPTAXX_FIELDS(base_optimizer, weight_decay, eps, s_init, num_betas)
};

namespace detail {
transformation make_mechanize(const mechanize_options<>& o);
}

inline constexpr factory<transformation, mechanize_options, 1, transformation> mechanize{
    detail::make_mechanize};

}  // namespace optaxx::contrib
