#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = step_size * u. Mirrors optax.scale.
template <class StepSize = number>
struct scale_options {
  StepSize step_size = missing<StepSize>();  ///< Required. Rounded once, to the type of each leaf.
  OPTAXX_FIELDS(step_size)
};

namespace detail {
transformation make_scale(const scale_options<>& o);
}

inline constexpr factory<transformation, scale_options, 1, number> scale{detail::make_scale};

}  // namespace optaxx
