#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The decay of the second moment at a step, counted from 0, for a `decay_rate`. Its value is
/// rounded to float32.
struct decay_rate_function : std::function<double(step_t step, double decay_rate)> {
  using function::function;
};

std::string option_text(const decay_rate_function& value);

/// u / sqrt(v), where the second moment v of a leaf with two long axes is kept as its means along
/// each of them. With d = 1 - (count - step_offset + 1)^(-decay_rate), the longest axis d0, the
/// second longest d1 and s = u^2 + epsilon:
///
///     v_row = d * v_row + (1 - d) * mean(s, d0)
///     v_col = d * v_col + (1 - d) * mean(s, d1)
///     u = u * (v_row / mean(v_row, d1))^-0.5 * v_col^-0.5
///
/// and in other leaves v = d * v + (1 - d) * s, u = u * v^-0.5. Shazeer and Stern 2018
/// (arXiv:1804.04235), algorithm 4. Mirrors optax.scale_by_factored_rms; of axes of the same length
/// the last is the longest. Needs params. State: FactoredState(count, v_row, v_col, v), in which
/// what a leaf does not use has shape (1,).
template <class Factored = bool, class DecayRate = number, class StepOffset = std::int64_t,
          class MinDimSizeToFactor = std::int64_t, class Epsilon = number>
struct scale_by_factored_rms_options {
  Factored factored = or_default<Factored>(true);      ///< Whether to factor any leaf.
  DecayRate decay_rate = or_default<DecayRate>(0.8);   ///< Exponent of the decay.
  StepOffset step_offset = or_default<StepOffset>(0);  ///< The step to count from.
  MinDimSizeToFactor min_dim_size_to_factor =
      or_default<MinDimSizeToFactor>(128);       ///< Least length of d1.
  Epsilon epsilon = or_default<Epsilon>(1e-30);  ///< Added to u^2.
  decay_rate_function decay_rate_fn = {};        ///< In the place of the formula for d.
  OPTAXX_FIELDS(factored, decay_rate, step_offset, min_dim_size_to_factor, epsilon, decay_rate_fn)
};

namespace detail {
transformation make_scale_by_factored_rms(const scale_by_factored_rms_options<>& o);
}

inline constexpr factory<transformation, scale_by_factored_rms_options, 0, bool, number,
                         std::int64_t, std::int64_t, number>
    scale_by_factored_rms{detail::make_scale_by_factored_rms};

}  // namespace optaxx
