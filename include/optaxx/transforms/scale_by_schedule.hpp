#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = step_size_fn(count) * u, the count beginning at 0. Mirrors optax.scale_by_schedule.
/// State: ScaleByScheduleState(count).
template <class StepSizeFn = schedule>
struct scale_by_schedule_options {
  StepSizeFn step_size_fn =
      missing<StepSizeFn>();  ///< Required. Its value takes the type of each leaf.
  OPTAXX_FIELDS(step_size_fn)
};

namespace detail {
transformation make_scale_by_schedule(const scale_by_schedule_options<>& o);
}

inline constexpr factory<transformation, scale_by_schedule_options, 1, schedule> scale_by_schedule{
    detail::make_scale_by_schedule};

}  // namespace optaxx
