#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// COCOB: chain(add_decayed_weights, scale_by_learning_rate with its sign, scale_by_cocob). Orabona
/// and Tommasi 2017 (arXiv:1705.07795). Mirrors optax.contrib.cocob. Needs params.
template <class LearningRate = scalar_or_schedule, class Alpha = number, class Eps = number>
struct cocob_options {
  LearningRate learning_rate = or_default<LearningRate>(1.0);  ///< Multiplies the gradients.
  Alpha alpha = or_default<Alpha>(100.0);                      ///< How small the first bets are.
  Eps eps = or_default<Eps>(1e-8);                             ///< The first `scale`.
  scalar_or_schedule weight_decay = 0.0;                       ///< A number or a schedule.
  leaf_mask mask = {};                                         ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, alpha, eps, weight_decay, mask)
};

namespace detail {
transformation make_cocob(const cocob_options<>& o);
}

inline constexpr factory<transformation, cocob_options, 0, scalar_or_schedule, number, number>
    cocob{detail::make_cocob};

}  // namespace optaxx::contrib
