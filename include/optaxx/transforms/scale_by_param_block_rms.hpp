#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = u * max(rms(p), min_scale) in each leaf, rms(p) = sqrt(mean of p^2). Shazeer and Stern 2018
/// (arXiv:1804.04235), section 8. Mirrors optax.scale_by_param_block_rms. Needs params.
template <class MinScale = number>
struct scale_by_param_block_rms_options {
  MinScale min_scale = or_default<MinScale>(1e-3);  ///< The least factor.
  OPTAXX_FIELDS(min_scale)
};

namespace detail {
transformation make_scale_by_param_block_rms(const scale_by_param_block_rms_options<>& o);
}

inline constexpr factory<transformation, scale_by_param_block_rms_options, 0, number>
    scale_by_param_block_rms{detail::make_scale_by_param_block_rms};

}  // namespace optaxx
