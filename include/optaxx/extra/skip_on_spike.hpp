#pragma once

#include <cstdint>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The inner transformation, but not in steps whose loss, or norm of gradients, is a spike: more
/// than scaling_factor standard deviations above the mean of the last `interval` steps,
///
///     x - mean > scaling_factor * std
///
/// with the unbiased std, both in double precision. Then the updates are zero, and the inner state
/// stays; the spike still counts among the last steps, so that a loss that stays high is no spike
/// for long. In the first max(2, interval / 2) - 2 steps none is. The loss is the extra argument
/// `loss` or, without it, `value`; the norm is `grad_norm`, and not looked at if it is not given.
/// Without a loss the inner transformation is run, and nothing is remembered.
///
/// Optax has none: as skip_step_on_spikes of MaxText, after SkipStepOptimizer of OLMo-core. State:
/// MaxText's dict of count, grad_norms, inner_state, is_skipped, losses. Throws
/// std::invalid_argument unless interval is positive.
template <class Inner = transformation>
struct skip_on_spike_options {
  Inner inner = missing<Inner>();  ///< Required.
  std::int64_t interval = 128;     ///< Steps that are remembered.
  number scaling_factor = 6.0;     ///< In standard deviations.
  OPTAXX_FIELDS(inner, interval, scaling_factor)
};

namespace detail {
transformation make_skip_on_spike(const skip_on_spike_options<>& o);
}

inline constexpr factory<transformation, skip_on_spike_options, 1, transformation> skip_on_spike{
    detail::make_skip_on_spike};

}  // namespace optaxx
