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
  /// Whether a norm of max_norm leaves the updates as they are, so that zeros stay zeros where
  /// max_norm is 0. In Optax it does not, and 0 / 0 is NaN.
  bool corrected = false;
  static constexpr int own = 1;  ///< Optax has no `corrected`.
  OPTAXX_FIELDS(max_norm, corrected)
};

namespace detail {
transformation make_clip_by_global_norm(const clip_by_global_norm_options<>& o);
}

inline constexpr factory<transformation, clip_by_global_norm_options, 1, number>
    clip_by_global_norm{detail::make_clip_by_global_norm};

}  // namespace optaxx
