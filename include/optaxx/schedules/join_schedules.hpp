#pragma once

#include <vector>

#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// One schedule after another: `join_schedules({a, b}, {100})` is a(step) before step 100 and
/// b(step - 100) from then on. All parts are asked at every step, as in Optax; one whose turn has
/// not come, for its first value. The result is float32 in float32 mode and wherever one part is.
/// Throws std::invalid_argument unless there is one boundary less than schedules (Optax drops what
/// is too many). Mirrors optax.join_schedules.
template <class Schedules = std::vector<schedule>, class Boundaries = std::vector<step_t>>
struct join_schedules_options {
  /// Required. Each counts its steps from its boundary.
  Schedules schedules = missing<Schedules>();
  /// Required. The first steps of all schedules but the first.
  Boundaries boundaries = missing<Boundaries>();
  OPTAXX_FIELDS(schedules, boundaries)
};

namespace detail {
schedule make_join_schedules(const join_schedules_options<>& o);
}

inline constexpr factory<schedule, join_schedules_options, 2, std::vector<schedule>,
                         std::vector<step_t>>
    join_schedules{detail::make_join_schedules};

namespace schedules {
using optaxx::join_schedules;
}

}  // namespace optaxx
