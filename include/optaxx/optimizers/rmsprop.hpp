#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// RMSProp: chain(scale_by_rms or scale_by_stddev, scale_by_learning_rate, trace or identity).
/// Hinton 2012, lecture 6a; Graves 2013 (arXiv:1308.0850). Mirrors optax.rmsprop.
template <class LearningRate = scalar_or_schedule, class Decay = number, class Eps = number>
struct rmsprop_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  Decay decay = or_default<Decay>(0.9);                  ///< Decay of the mean square.
  Eps eps = or_default<Eps>(1e-8);                       ///< Keeps the denominator away from zero.
  number initial_scale = 0.0;                            ///< First value of `nu`.
  bool eps_in_sqrt = true;                               ///< Whether eps is added inside the root.
  bool centered = false;  ///< Whether the square of the mean is taken from the mean square.
  std::optional<number> momentum =
      std::nullopt;              ///< Decay of the trace behind the learning rate; unset: no trace.
  bool nesterov = false;         ///< Whether the trace looks one step ahead.
  bool bias_correction = false;  ///< Whether the mean square is divided by 1 - decay^t.
  OPTAXX_FIELDS(learning_rate, decay, eps, initial_scale, eps_in_sqrt, centered, momentum, nesterov,
                bias_correction)
};

namespace detail {
transformation make_rmsprop(const rmsprop_options<>& o);
}

inline constexpr factory<transformation, rmsprop_options, 1, scalar_or_schedule, number, number>
    rmsprop{detail::make_rmsprop};

}  // namespace optaxx
