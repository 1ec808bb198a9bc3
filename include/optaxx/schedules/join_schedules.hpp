#pragma once

#include <utility>
#include <vector>

#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// The steps at which one schedule follows another; a vector of any ints or doubles is one.
class step_boundaries : public std::vector<number> {
 public:
  using std::vector<number>::vector;
  step_boundaries(std::vector<number> steps) : std::vector<number>(std::move(steps)) {}
  template <arithmetic Step>
  step_boundaries(const std::vector<Step>& steps)
      : std::vector<number>(steps.begin(), steps.end()) {}
};

/// One schedule after another: `join_schedules({a, b}, {100})` is a(step) before step 100 and
/// b(step - 100) from then on. All parts are asked at every step, as in Optax; one whose turn has
/// not come, for its first value. The result is float32 in float32 mode and wherever one part is.
/// Behind a fractional boundary parts count in fractions, and a function of yours needs a parameter
/// of type double. Throws std::invalid_argument unless there is one boundary less than schedules
/// (Optax drops what is too many). Mirrors optax.join_schedules.
template <class Schedules = std::vector<schedule>, class Boundaries = step_boundaries>
struct join_schedules_options {
  /// Required. Each counts its steps from its boundary.
  Schedules schedules = missing<Schedules>();
  /// The first steps of all schedules but the first.
  Boundaries boundaries = or_default<Boundaries>(step_boundaries());
  OPTAXX_FIELDS(schedules, boundaries)
};

namespace detail {
schedule make_join_schedules(const join_schedules_options<>& o);
}

inline constexpr factory<schedule, join_schedules_options, 1, std::vector<schedule>,
                         step_boundaries>
    join_schedules{detail::make_join_schedules};

namespace schedules {
using optaxx::join_schedules;
}

}  // namespace optaxx
