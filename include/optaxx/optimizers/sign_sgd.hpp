#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Gradient descent by the sign: chain(scale_by_sign, scale_by_learning_rate). Bernstein et al.
/// 2018 (arXiv:1802.04434). Mirrors optax.sign_sgd.
template <class LearningRate = scalar_or_schedule>
struct sign_sgd_options {
  LearningRate learning_rate = missing<LearningRate>();  ///< Required. A number or a schedule.
  OPTAXX_FIELDS(learning_rate)
};

namespace detail {
transformation make_sign_sgd(const sign_sgd_options<>& o);
}

inline constexpr factory<transformation, sign_sgd_options, 1, scalar_or_schedule> sign_sgd{
    detail::make_sign_sgd};

}  // namespace optaxx
