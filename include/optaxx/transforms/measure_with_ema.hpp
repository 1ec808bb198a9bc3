#pragma once

#include <optional>

#include "optaxx/transforms/measurement.hpp"

namespace optaxx {

/// For `monitor`: the `ema` of what a function measures of the updates. Mirrors
/// optax.measure_with_ema. Bools and integers, as of `norm > 1`, are averaged in float32, in x64
/// mode in float64, and so is the mean in the state from the beginning, where Optax begins with
/// their own dtype. State, within monitor's: a tuple of an EmptyState and an EmaState(count, ema).
/// Throws std::invalid_argument if the function is empty.
template <class Measure = measure, class Decay = number, class Debias = bool,
          class AccumulatorDtype = std::optional<dtype>>
struct measure_with_ema_options {
  Measure measure = missing<Measure>();      ///< Required. A function of the updates.
  Decay decay = missing<Decay>();            ///< Required. Decay of the mean.
  Debias debias = or_default<Debias>(true);  ///< Whether the mean is divided by 1 - decay^t.
  AccumulatorDtype accumulator_dtype =
      or_default<AccumulatorDtype>(std::nullopt);  ///< Storage of the mean; unset: as measured.
  OPTAXX_FIELDS(measure, decay, debias, accumulator_dtype)
};

namespace detail {
measurement make_measure_with_ema(const measure_with_ema_options<>& o);
}

inline constexpr factory<measurement, measure_with_ema_options, 2, measure, number, bool,
                         std::optional<dtype>>
    measure_with_ema{detail::make_measure_with_ema};

}  // namespace optaxx
