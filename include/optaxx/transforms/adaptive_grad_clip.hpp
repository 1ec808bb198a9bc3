#pragma once

#include <optional>

#include "optaxx/core/axes.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// In each unit (see unitwise_norm), with m = clipping * max(||p||, eps): u if ||u|| < m, otherwise
/// u * (m / ||u||). Brock et al. 2021 (arXiv:2102.06171). Mirrors optax.adaptive_grad_clip. Needs
/// params.
template <class Clipping = number, class Eps = number>
struct adaptive_grad_clip_options {
  Clipping clipping = missing<Clipping>();  ///< Required. The largest ||u|| / ||p||.
  Eps eps = or_default<Eps>(1e-3);          ///< Least norm of a unit of the parameters.
  std::optional<axes> axis = std::nullopt;  ///< Along which a unit lies; unset: by the shape.
  OPTAXX_FIELDS(clipping, eps, axis)
};

namespace detail {
transformation make_adaptive_grad_clip(const adaptive_grad_clip_options<>& o);
}

inline constexpr factory<transformation, adaptive_grad_clip_options, 1, number, number>
    adaptive_grad_clip{detail::make_adaptive_grad_clip};

}  // namespace optaxx
