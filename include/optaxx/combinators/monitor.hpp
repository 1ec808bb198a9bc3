#pragma once

#include "optaxx/transforms/measurement.hpp"

namespace optaxx {

/// Updates go on as they are; what is measured of them, here in the chain, is in the state until
/// the next step:
///
///     monitor({{"norm", [](const tree& updates) { return global_norm(updates); }},
///              {"clipped", measure_with_ema(
///                  [](const tree& updates) { return global_norm(updates) > 1.0; }, 0.9)}});
///     tree_get(state, "clipped").leaf().item();
///
/// Mirrors optax.monitor. Of a transformation the updates are what is measured; it makes its steps
/// on the side, with the parameters and extra arguments of the chain. State:
/// MonitorState(measurements, measure_states). In Optax the measurements are an empty dict before
/// the first step; here they are zeros, of what the functions give of the parameters, so that a
/// state has one structure from init on. Throws std::invalid_argument for an empty function or a
/// name given twice, tree_mismatch as `snapshot` does.
template <class Measures = measurements>
struct monitor_options {
  Measures measures = missing<Measures>();  ///< Required. What is measured, by name.
  OPTAXX_FIELDS(measures)
};

namespace detail {
transformation make_monitor(const monitor_options<>& o);
}

inline constexpr factory<transformation, monitor_options, 1, measurements> monitor{
    detail::make_monitor};

}  // namespace optaxx
