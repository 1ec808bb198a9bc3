#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "optaxx/core/hyperparams.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Adafactor: chain(scale_by_factored_rms, clip_by_block_rms, scale_by_learning_rate,
/// scale_by_param_block_rms, ema, add_decayed_weights, scale(-1)), without the links whose option
/// is unset. Shazeer and Stern 2018 (arXiv:1804.04235). Mirrors optax.adafactor: weight decay is
/// not multiplied by the learning rate, and without a learning rate the updates still descend.
/// Needs params.
template <class LearningRate = std::optional<scalar_or_schedule>>
struct adafactor_options {
  LearningRate learning_rate = or_default<LearningRate>(
      std::nullopt);                          ///< A number or a schedule; unset: 1, without a link.
  std::int64_t min_dim_size_to_factor = 128;  ///< Least length of the second longest axis.
  number decay_rate = 0.8;                    ///< Exponent of the decay of the second moment.
  std::int64_t decay_offset = 0;              ///< The step that this decay counts from.
  bool multiply_by_parameter_scale = true;    ///< Whether each leaf is scaled by its rms.
  std::optional<number> clipping_threshold =
      number(1.0);                                   ///< Largest rms of an update; unset: any.
  std::optional<number> momentum = std::nullopt;     ///< Decay of the mean; unset: none.
  std::optional<dtype> dtype_momentum = dtype::f32;  ///< Storage of the mean.
  std::optional<scalar_or_schedule> weight_decay_rate = std::nullopt;  ///< Unset: none.
  number eps = 1e-30;                                                  ///< Added to the squares.
  bool factored = true;              ///< Whether second moments are factored.
  leaf_mask weight_decay_mask = {};  ///< Leaves that decay; unset: all.
  OPTAXX_FIELDS(learning_rate, min_dim_size_to_factor, decay_rate, decay_offset,
                multiply_by_parameter_scale, clipping_threshold, momentum, dtype_momentum,
                weight_decay_rate, eps, factored, weight_decay_mask)
};

namespace detail {
transformation make_adafactor(const adafactor_options<>& o);
template <>
inline constexpr std::string_view default_dtype<adafactor_options<>> = "dtype_momentum";
}  // namespace detail

inline constexpr factory<transformation, adafactor_options, 0, std::optional<scalar_or_schedule>>
    adafactor{detail::make_adafactor};

}  // namespace optaxx
