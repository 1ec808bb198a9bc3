#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = -learning_rate * u, the last link of an optimizer. Mirrors optax.scale_by_learning_rate.
/// State: as scale or, with a schedule, as scale_by_schedule.
template <class LearningRate = std::optional<scalar_or_schedule>>
struct scale_by_learning_rate_options {
  LearningRate learning_rate = or_default<LearningRate>(
      std::nullopt);      ///< A number or a schedule. None: no scaling, and no change of sign.
  bool flip_sign = true;  ///< Whether the sign changes.
  OPTAXX_FIELDS(learning_rate, flip_sign)
};

namespace detail {
transformation make_scale_by_learning_rate(const scale_by_learning_rate_options<>& o);
}

inline constexpr factory<transformation, scale_by_learning_rate_options, 0,
                         std::optional<scalar_or_schedule>>
    scale_by_learning_rate{detail::make_scale_by_learning_rate};

}  // namespace optaxx
