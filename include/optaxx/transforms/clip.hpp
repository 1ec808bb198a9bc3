#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = min(max_delta, max(-max_delta, u)), element by element; NaN stays NaN. Mirrors optax.clip.
template <class MaxDelta = number>
struct clip_options {
  MaxDelta max_delta = missing<MaxDelta>();  ///< Required. The largest absolute value.
  OPTAXX_FIELDS(max_delta)
};

namespace detail {
transformation make_clip(const clip_options<>& o);
}

inline constexpr factory<transformation, clip_options, 1, number> clip{detail::make_clip};

}  // namespace optaxx
