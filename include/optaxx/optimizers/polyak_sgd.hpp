#pragma once

#include <string>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Gradient descent with Polyak's step size: chain(sgd(scaling), scale_by_polyak). Loizou et al.
/// 2021 (arXiv:2002.10542). Mirrors optax.polyak_sgd. Needs the extra argument `value`, the loss at
/// the parameters.
template <class MaxLearningRate = number, class Scaling = scalar_or_schedule, class FMin = number,
          class Eps = number>
struct polyak_sgd_options {
  MaxLearningRate max_learning_rate = or_default<MaxLearningRate>(1.0);  ///< The largest step size.
  Scaling scaling = or_default<Scaling>(1.0);  ///< Factor of the gradient: a number or a schedule.
  FMin f_min = or_default<FMin>(0.0);          ///< The least value that the loss can have.
  Eps eps = or_default<Eps>(0.0);              ///< Added to the squared norm.
  std::string variant = "sps";  ///< "sps"; "sps+": a loss below f_min counts as f_min.
  OPTAXX_FIELDS(max_learning_rate, scaling, f_min, eps, variant)
};

namespace detail {
transformation make_polyak_sgd(const polyak_sgd_options<>& o);
}

inline constexpr factory<transformation, polyak_sgd_options, 0, number, scalar_or_schedule, number,
                         number>
    polyak_sgd{detail::make_polyak_sgd};

}  // namespace optaxx
