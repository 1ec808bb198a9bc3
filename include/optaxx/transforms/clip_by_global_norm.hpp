#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = (u / norm) * max_norm if the norm of all updates together is not below max_norm; u
/// otherwise. Pascanu et al. 2012 (arXiv:1211.5063). Mirrors optax.clip_by_global_norm: a NaN in
/// the norm reaches every element, and under `masked` only the leaves it lets through count.
template <class MaxNorm = number>
struct clip_by_global_norm_options {
  MaxNorm max_norm = missing<MaxNorm>();  ///< Required. The largest norm.
  OPTAXX_FIELDS(max_norm)
};

namespace detail {
transformation make_clip_by_global_norm(const clip_by_global_norm_options<>& o);
}

inline constexpr factory<transformation, clip_by_global_norm_options, 1, number>
    clip_by_global_norm{detail::make_clip_by_global_norm};

}  // namespace optaxx
