#pragma once

#include <vector>

#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// One schedule after another: `join_schedules({a, b}, {100})` is a(t) before step 100 and b(t -
/// 100) from then on. All parts are asked at every step, one whose turn has not come for its first
/// value; in float32 mode, or if a part gives float32, the result is float32. Throws
/// std::invalid_argument unless there is one boundary less than schedules: Optax drops what is too
/// many. Mirrors optax.join_schedules.
template <class Schedules = std::vector<schedule>, class Boundaries = std::vector<step_t>>
struct join_schedules_options {
  Schedules schedules =
      missing<Schedules>();  ///< Required. Each counts its steps from its boundary.
  Boundaries boundaries =
      missing<Boundaries>();  ///< Required. First steps of all schedules but the first.
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
