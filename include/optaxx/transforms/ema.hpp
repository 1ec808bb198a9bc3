#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// ema = (1 - decay) * u + decay * ema; u = ema, divided by 1 - decay^t with debias. Mirrors
/// optax.ema: the stored mean stays biased. State: EmaState(count, ema).
template <class Decay = number, class Debias = bool, class AccumulatorDtype = std::optional<dtype>>
struct ema_options {
  Decay decay = missing<Decay>();            ///< Required. Decay of the mean.
  Debias debias = or_default<Debias>(true);  ///< Whether updates are divided by 1 - decay^t.
  AccumulatorDtype accumulator_dtype =
      or_default<AccumulatorDtype>(std::nullopt);  ///< Storage of `ema`; unset: as the parameter.
  OPTAXX_FIELDS(decay, debias, accumulator_dtype)
};

namespace detail {
transformation make_ema(const ema_options<>& o);
}

inline constexpr factory<transformation, ema_options, 1, number, bool, std::optional<dtype>> ema{
    detail::make_ema};

}  // namespace optaxx
