#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = u / max(1, rms(u) / threshold) in each leaf, rms(u) = sqrt(mean of u^2). Shazeer and Stern
/// 2018 (arXiv:1804.04235), section 6. Mirrors optax.clip_by_block_rms: a NaN in a leaf reaches all
/// of the leaf.
template <class Threshold = number>
struct clip_by_block_rms_options {
  Threshold threshold = missing<Threshold>();  ///< Required. The largest rms of a leaf.
  OPTAXX_FIELDS(threshold)
};

namespace detail {
transformation make_clip_by_block_rms(const clip_by_block_rms_options<>& o);
}

inline constexpr factory<transformation, clip_by_block_rms_options, 1, number> clip_by_block_rms{
    detail::make_clip_by_block_rms};

}  // namespace optaxx
