#pragma once

#include <cstdint>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Parameters of lookahead: LookaheadParams(fast, slow), a tree with two parts that are alike.
/// Gradients are those at `fast`; `slow` are for use.
struct lookahead_params {
  /// Both parts from the same parameters. Mirrors optax.LookaheadParams.init_synced.
  static tree init_synced(const tree& params);
};

/// k steps forward, one step back: with d = fast + u - slow, where u is what fast_optimizer makes
/// of the gradients, and sync 1 in the last of each sync_period steps and 0 in the others,
///
///     updates of slow = slow_step_size * sync * d
///     updates of fast = u - sync * (1 - slow_step_size) * d
///
/// Zhang et al. 2019 (arXiv:1907.08610). Mirrors optax.lookahead. `init` and `update` take a
/// LookaheadParams, `update` gradients like its fast part; updates are a LookaheadParams. It
/// stands first in a chain, behind no mask and within no wrapper that looks at gradients before it.
/// State: LookaheadState(fast_state, steps_since_sync). Optax's `init` also takes the fast
/// parameters alone, and its `update` then does not; here `init` says so.
/// Throws std::invalid_argument for a sync_period below 1.
template <class FastOptimizer = transformation, class SyncPeriod = std::int64_t,
          class SlowStepSize = number, class ResetState = bool>
struct lookahead_options {
  FastOptimizer fast_optimizer = missing<FastOptimizer>();  ///< Required. Makes the steps.
  SyncPeriod sync_period = missing<SyncPeriod>();          ///< Required. From one sync to the next.
  SlowStepSize slow_step_size = missing<SlowStepSize>();   ///< Required. Of the slow parameters.
  ResetState reset_state = or_default<ResetState>(false);  ///< Whether fast_optimizer begins anew.
  OPTAXX_FIELDS(fast_optimizer, sync_period, slow_step_size, reset_state)
};

namespace detail {
transformation make_lookahead(const lookahead_options<>& o);
}

inline constexpr factory<transformation, lookahead_options, 3, transformation, std::int64_t, number,
                         bool>
    lookahead{detail::make_lookahead};

}  // namespace optaxx
