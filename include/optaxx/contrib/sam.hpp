#pragma once

#include <cstdint>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// Sharpness-aware minimization: of sync_period steps all but the last go uphill, by what
/// adv_optimizer says, and the last goes from where they began, by what optimizer says of the
/// gradients at the top. Foret et al. 2021 (arXiv:2010.01412):
///
///     sam(sgd(0.01), chain(contrib::normalize(), sgd(rho)))
///
/// In the opaque mode a step goes the whole way, and asks an extra argument for the gradients:
/// `update(grads, state, params, {.grad_fn = f})` calls f(params, i) sync_period - 1 times.
/// Mirrors optax.contrib.sam, whose batch_axis_name, a matter of several devices, is not here. An
/// update takes up what both optimizers say, one of them multiplied by zero, as there; what the one
/// that is not taken has made of its state is forgotten, also where it is NaN. Needs params.
/// State: SAMState(steps_since_sync, opt_state, adv_state, cache).
/// Throws std::invalid_argument for a sync_period below 1; an opaque step without grad_fn.
template <class Optimizer = transformation, class AdvOptimizer = transformation,
          class SyncPeriod = std::int64_t>
struct sam_options {
  Optimizer optimizer = missing<Optimizer>();            ///< Required. Goes down.
  AdvOptimizer adv_optimizer = missing<AdvOptimizer>();  ///< Required. Its descent is the ascent.
  SyncPeriod sync_period = or_default<SyncPeriod>(2);    ///< Steps of which the last goes down.
  bool reset_state = true;   ///< Whether adv_optimizer begins anew behind each of those.
  bool opaque_mode = false;  ///< Whether every step goes the whole way.
  OPTAXX_FIELDS(optimizer, adv_optimizer, sync_period, reset_state, opaque_mode)
};

namespace detail {
transformation make_sam(const sam_options<>& o);
}

inline constexpr factory<transformation, sam_options, 2, transformation, transformation,
                         std::int64_t>
    sam{detail::make_sam};

}  // namespace optaxx::contrib
