#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = u * max(||p||, min_scale) in each leaf. Mirrors optax.scale_by_param_block_norm. Needs
/// params.
template <class MinScale = number>
struct scale_by_param_block_norm_options {
  MinScale min_scale = or_default<MinScale>(1e-3);  ///< The least factor.
  OPTAXX_FIELDS(min_scale)
};

namespace detail {
transformation make_scale_by_param_block_norm(const scale_by_param_block_norm_options<>& o);
}

inline constexpr factory<transformation, scale_by_param_block_norm_options, 0, number>
    scale_by_param_block_norm{detail::make_scale_by_param_block_norm};

}  // namespace optaxx
