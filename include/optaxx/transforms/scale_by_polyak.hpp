#pragma once

#include <string>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// u = min((value - f_min) / (||u||^2 + eps), max_learning_rate) * u, and 0 where the squared norm
/// is next to nothing. Loizou et al. 2021 (arXiv:2002.10542). Mirrors optax.scale_by_polyak. Needs
/// the extra argument `value`, the loss at the parameters. Throws std::invalid_argument for an
/// unknown variant.
template <class FMin = number, class MaxLearningRate = number, class Eps = number>
struct scale_by_polyak_options {
  FMin f_min = or_default<FMin>(0.0);  ///< The least value that the loss can have.
  MaxLearningRate max_learning_rate = or_default<MaxLearningRate>(1.0);  ///< The largest factor.
  Eps eps = or_default<Eps>(0.0);  ///< Added to the squared norm.
  std::string variant = "sps";     ///< "sps"; "sps+": a loss below f_min counts as f_min.
  OPTAXX_FIELDS(f_min, max_learning_rate, eps, variant)
};

namespace detail {
transformation make_scale_by_polyak(const scale_by_polyak_options<>& o);
}

inline constexpr factory<transformation, scale_by_polyak_options, 0, number, number, number>
    scale_by_polyak{detail::make_scale_by_polyak};

}  // namespace optaxx
