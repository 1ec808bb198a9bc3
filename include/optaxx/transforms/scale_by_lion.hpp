#pragma once

#include <optional>
#include <string>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = sign((1 - b1) * u + b1 * mu);  mu = (1 - b2) * u + b2 * mu, both with the incoming u.
/// Chen et al. 2023 (arXiv:2302.06675), algorithm 2. Mirrors optax.scale_by_lion.
/// State: ScaleByLionState(count, mu). Throws std::invalid_argument for an unknown mode.
template <class B1 = number, class B2 = number>
struct scale_by_lion_options {
  B1 b1 = or_default<B1>(0.9);         ///< Weight of the old momentum in the direction.
  B2 b2 = or_default<B2>(0.99);        ///< Decay of the momentum.
  std::optional<dtype> mu_dtype = {};  ///< Storage of `mu`; unset: as the parameter.
  std::string mode = "hard";  ///< "hard": the sign; "smooth": tanh(smooth_beta * x); "refined": x
                              ///< between -1 and 1, the sign beyond.
  number smooth_beta = 1.0;   ///< Steepness of "smooth".
  OPTAXX_FIELDS(b1, b2, mu_dtype, mode, smooth_beta)
};

namespace detail {
transformation make_scale_by_lion(const scale_by_lion_options<>& o);
}

inline constexpr factory<transformation, scale_by_lion_options, 0, number, number> scale_by_lion{
    detail::make_scale_by_lion};

}  // namespace optaxx
