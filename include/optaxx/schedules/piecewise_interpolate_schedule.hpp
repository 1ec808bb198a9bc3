#pragma once

#include <string>

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"

namespace optaxx {

/// From `init_value` to products of the scales, one at each boundary, and on a line or half a
/// cosine wave between them:
///
///     piecewise_interpolate_schedule("linear", 1e-3, {{1000, 0.1}, {5000, 0.5}})
///
/// falls from 1e-3 at step 0 to 1e-4 at step 1000, from there to 5e-5 at step 5000, and stays.
/// Throws std::invalid_argument for another type or a negative scale. Mirrors
/// optax.piecewise_interpolate_schedule.
template <class InterpolateType = std::string, class InitValue = number,
          class BoundariesAndScales = scales_by_step>
struct piecewise_interpolate_schedule_options {
  InterpolateType interpolate_type =
      missing<InterpolateType>();               ///< Required. "linear" or "cosine".
  InitValue init_value = missing<InitValue>();  ///< Required. Value at step 0.
  BoundariesAndScales boundaries_and_scales =
      or_default<BoundariesAndScales>(scales_by_step());  ///< The steps between which it goes, and
                                                          ///< by what it has been multiplied there.
  OPTAXX_FIELDS(interpolate_type, init_value, boundaries_and_scales)
};

namespace detail {
schedule make_piecewise_interpolate_schedule(const piecewise_interpolate_schedule_options<>& o);
}

inline constexpr factory<schedule, piecewise_interpolate_schedule_options, 2, std::string, number,
                         scales_by_step>
    piecewise_interpolate_schedule{detail::make_piecewise_interpolate_schedule};

namespace schedules {
using optaxx::piecewise_interpolate_schedule;
}

}  // namespace optaxx
