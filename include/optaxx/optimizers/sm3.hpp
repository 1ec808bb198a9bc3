#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// SM3: chain(scale_by_sm3, scale(-learning_rate)). Anil et al. 2019 (arXiv:1901.11150). Mirrors
/// optax.sm3.
template <class LearningRate = number, class Momentum = number>
struct sm3_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required.
  Momentum momentum = or_default<Momentum>(0.9);         ///< Decay of the momentum.
  OPTAXX_FIELDS(learning_rate, momentum)
};

namespace detail {
transformation make_sm3(const sm3_options<>& o);
}

inline constexpr factory<transformation, sm3_options, 1, number, number> sm3{detail::make_sm3};

}  // namespace optaxx
