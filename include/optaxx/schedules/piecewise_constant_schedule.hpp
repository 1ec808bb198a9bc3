#pragma once

#include <map>
#include <string>

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// What happens at which step; a map from any ints or doubles is one.
class scales_by_step : public std::map<number, double> {
 public:
  using std::map<number, double>::map;
  template <arithmetic Step, arithmetic Scale>
  scales_by_step(const std::map<Step, Scale>& scales)
      : std::map<number, double>(scales.begin(), scales.end()) {}
};
std::string option_text(const scales_by_step& value);

/// `init_value`, multiplied by a scale at each boundary:
///
///     piecewise_constant_schedule(1e-3, {{1000, 0.1}, {5000, 0.1}})
///
/// is 1e-3 at step 999, 1e-4 at step 1000 and 1e-5 from step 5000. Throws std::invalid_argument if
/// a scale is negative. Mirrors optax.piecewise_constant_schedule.
template <class InitValue = number, class BoundariesAndScales = scales_by_step>
struct piecewise_constant_schedule_options {
  InitValue init_value = missing<InitValue>();  ///< Required. Value before the first boundary.
  /// The first step that is scaled, and by what.
  BoundariesAndScales boundaries_and_scales = or_default<BoundariesAndScales>(scales_by_step());
  OPTAXX_FIELDS(init_value, boundaries_and_scales)
};

namespace detail {
schedule make_piecewise_constant_schedule(const piecewise_constant_schedule_options<>& o);
}

inline constexpr factory<schedule, piecewise_constant_schedule_options, 1, number, scales_by_step>
    piecewise_constant_schedule{detail::make_piecewise_constant_schedule};

namespace schedules {
using optaxx::piecewise_constant_schedule;
}

}  // namespace optaxx
