#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// A smaller rate for each layer the nearer it is to the input: updates of a leaf of depth d are
/// multiplied by
///
///     decay ** (num_layers + 1 - d)
///
/// The depth is read from the leaf's path. It is i + 1 if the path matches `layer` with the number
/// i, from 0 on, in place of its `{}`; 0 if it matches one of `embeddings`; and num_layers + 1, so
/// that the updates stay as they are, for all others, such as the head. Goes behind an optimizer:
///
///     chain(adamw(1e-3), layer_wise_decay(0.75, 12, "blocks/{}/**", {.embeddings = {"embed/**"}}))
///
/// As in the fine-tuning code of ELECTRA (Clark et al. 2020, arXiv:2003.10555), BEiT and MAE; Optax
/// has none. It is a partition of `scale`, and so is the state. Throws std::invalid_argument unless
/// num_layers is 1 to 1000 and `layer` has `{}` once.
template <class Decay = number, class NumLayers = std::int64_t, class Layer = std::string>
struct layer_wise_decay_options {
  Decay decay = missing<Decay>();               ///< Required. Of a layer to the one behind it.
  NumLayers num_layers = missing<NumLayers>();  ///< Required.
  Layer layer = missing<Layer>();               ///< Required. Of a layer's paths, as for `paths`.
  std::vector<std::string> embeddings = {};     ///< Paths of what comes before the layers.
  OPTAXX_FIELDS(decay, num_layers, layer, embeddings)
};

namespace detail {
transformation make_layer_wise_decay(const layer_wise_decay_options<>& o);
}

inline constexpr factory<transformation, layer_wise_decay_options, 3, number, std::int64_t,
                         std::string>
    layer_wise_decay{detail::make_layer_wise_decay};

}  // namespace optaxx
