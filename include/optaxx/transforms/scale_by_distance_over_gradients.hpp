#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// In each leaf u = eta * u, eta = global_scale * (d / sqrt(s + eps)): d is the largest distance of
/// the parameters from where they began, at least reps_rel * (1 + ||p||) of the first ones, and s
/// the sum of the squares of all updates. Ivgi, Hinder and Carmon 2023 (arXiv:2302.12022), layer by
/// layer. Mirrors optax.scale_by_distance_over_gradients, but an array without axes keeps its shape
/// (there it gets one). Needs params. State: ScaleByDistanceOverGradientsState(max_dist,
/// grad_sum_of_squares, init_params).
template <class RepsRel = number, class Eps = number, class ParamDtype = dtype,
          class GlobalScale = number>
struct scale_by_distance_over_gradients_options {
  RepsRel reps_rel = or_default<RepsRel>(1e-6);  ///< First distance, relative to the parameters.
  Eps eps = or_default<Eps>(1e-8);               ///< Added to the sum of squares.
  ParamDtype param_dtype =
      or_default<ParamDtype>(dtype::f32);                   ///< Storage of the first parameters.
  GlobalScale global_scale = or_default<GlobalScale>(1.0);  ///< Factor of all updates.
  OPTAXX_FIELDS(reps_rel, eps, param_dtype, global_scale)
};

namespace detail {
transformation make_scale_by_distance_over_gradients(
    const scale_by_distance_over_gradients_options<>& o);
}

inline constexpr factory<transformation, scale_by_distance_over_gradients_options, 0, number,
                         number, dtype, number>
    scale_by_distance_over_gradients{detail::make_scale_by_distance_over_gradients};

}  // namespace optaxx
