#pragma once

#include <optional>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// AdaDelta: chain(add_decayed_weights, scale_by_adadelta, scale_by_learning_rate). Zeiler 2012
/// (arXiv:1212.5701). Mirrors optax.adadelta: without a learning rate updates are neither scaled
/// nor turned down the gradient. Needs params.
template <class LearningRate = std::optional<scalar_or_schedule>, class Rho = number,
          class Eps = number>
struct adadelta_options {
  LearningRate learning_rate = or_default<LearningRate>(
      std::nullopt);  ///< A number or a schedule. None: no scaling, and no change of sign.
  Rho rho = or_default<Rho>(0.9);         ///< Decay of both means of squares.
  Eps eps = or_default<Eps>(1e-6);        ///< Added inside both roots.
  scalar_or_schedule weight_decay = 0.0;  ///< A number or a schedule.
  leaf_mask weight_decay_mask = {};       ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, rho, eps, weight_decay, weight_decay_mask)
};

namespace detail {
transformation make_adadelta(const adadelta_options<>& o);
}

inline constexpr factory<transformation, adadelta_options, 0, std::optional<scalar_or_schedule>,
                         number, number>
    adadelta{detail::make_adadelta};

}  // namespace optaxx
