#pragma once

#include <optional>
#include <string>
#include <utility>

#include "optaxx/core/options.hpp"
#include "optaxx/core/pair_text.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Distance over gradients: chain(add_decayed_weights, the rule, scale_by_learning_rate), with
/// identity for no decay. With max_dist the longest way from init_params so far:
///
///     sum_sq_norm_grads = sum_sq_norm_grads + ||u||^2
///     u = max_dist / sqrt(sum_sq_norm_grads + eps) * u
///
/// init_step says how it begins: ('distance', x) with a max_dist of x, ('heuristic', x) with one of
/// x * (1 + ||params||), ('learning_rate', x) with a first step of x * u. Ivgi et al. 2023
/// (arXiv:2302.12022). Mirrors optax.contrib.dog. Needs params. State of the rule:
/// DoGState(is_init_step, init_params, max_dist, sum_sq_norm_grads).
/// Throws std::invalid_argument for another way to begin.
template <class LearningRate = scalar_or_schedule>
struct dog_options {
  LearningRate learning_rate = or_default<LearningRate>(1.0);      ///< A number or a schedule.
  std::pair<std::string, number> init_step = {"heuristic", 1e-6};  ///< How it begins.
  number eps = 1e-8;                                               ///< Added under the root.
  std::optional<scalar_or_schedule> weight_decay = {};             ///< Unset: none.
  leaf_mask mask = {};                                             ///< Leaves that decay.
  OPTAXX_FIELDS(learning_rate, init_step, eps, weight_decay, mask)
};

namespace detail {
transformation make_dog(const dog_options<>& o);
transformation make_scale_by_dog(const dog_options<>& o);  ///< The rule alone.
}  // namespace detail

inline constexpr factory<transformation, dog_options, 0, scalar_or_schedule> dog{detail::make_dog};

}  // namespace optaxx::contrib
