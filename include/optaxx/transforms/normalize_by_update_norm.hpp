#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = u / ((||u|| + eps) / scale_factor), with the norm of the whole tree. Mirrors
/// optax.normalize_by_update_norm.
template <class ScaleFactor = number, class Eps = number>
struct normalize_by_update_norm_options {
  ScaleFactor scale_factor = or_default<ScaleFactor>(1.0);  ///< The norm of what comes out.
  Eps eps = or_default<Eps>(1e-6);                          ///< Added to the norm.
  OPTAXX_FIELDS(scale_factor, eps)
};

namespace detail {
transformation make_normalize_by_update_norm(const normalize_by_update_norm_options<>& o);
}

inline constexpr factory<transformation, normalize_by_update_norm_options, 0, number, number>
    normalize_by_update_norm{detail::make_normalize_by_update_norm};

}  // namespace optaxx
