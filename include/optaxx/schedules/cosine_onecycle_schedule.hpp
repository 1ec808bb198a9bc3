#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// Up from peak_value / div_factor to the peak, and down to peak_value / (div_factor *
/// final_div_factor), on half cosine waves. Smith and Topin 2017 (arXiv:1708.07120). Mirrors
/// optax.cosine_onecycle_schedule: the step of the peak is cut off to a whole one. Throws
/// std::invalid_argument unless `transition_steps` is positive.
template <class TransitionSteps = number, class PeakValue = number, class PctStart = number,
          class DivFactor = number, class FinalDivFactor = number>
struct cosine_onecycle_schedule_options {
  TransitionSteps transition_steps =
      missing<TransitionSteps>();                      ///< Required. Steps until the last value.
  PeakValue peak_value = missing<PeakValue>();         ///< Required. The largest value.
  PctStart pct_start = or_default<PctStart>(0.3);      ///< Fraction of the steps until the peak.
  DivFactor div_factor = or_default<DivFactor>(25.0);  ///< The peak over the first value.
  FinalDivFactor final_div_factor =
      or_default<FinalDivFactor>(1e4);  ///< The first value over the last.
  OPTAXX_FIELDS(transition_steps, peak_value, pct_start, div_factor, final_div_factor)
};

namespace detail {
schedule make_cosine_onecycle_schedule(const cosine_onecycle_schedule_options<>& o);
}

inline constexpr factory<schedule, cosine_onecycle_schedule_options, 2, number, number, number,
                         number, number>
    cosine_onecycle_schedule{detail::make_cosine_onecycle_schedule};

namespace schedules {
using optaxx::cosine_onecycle_schedule;
}

}  // namespace optaxx
