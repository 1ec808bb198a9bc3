#pragma once

#include <string>

#include "optaxx/transforms/measurement.hpp"

namespace optaxx {

/// Updates go on as they are; what a function measures of them, here in the chain, is in the state
/// until the next step:
///
///     chain(snapshot("norm", [](const tree& updates) { return global_norm(updates); }), ...);
///     tree_get(state, "norm").leaf().item();
///
/// Mirrors optax.snapshot. Before the first step it is measured of the parameters. State:
/// SnapshotState(measurement), a dict of the one name. Throws std::invalid_argument if the function
/// is empty, tree_mismatch in a step if it gives another structure or shape than it gave then.
/// Floats stay as wide as they were then, or become as wide as the updates make them.
template <class MeasureName = std::string, class Measure = measure>
struct snapshot_options {
  MeasureName measure_name = missing<MeasureName>();  ///< Required. Its name in the state.
  Measure measure = missing<Measure>();               ///< Required. A function of the updates.
  OPTAXX_FIELDS(measure_name, measure)
};

namespace detail {
transformation make_snapshot(const snapshot_options<>& o);
}

inline constexpr factory<transformation, snapshot_options, 2, std::string, measure> snapshot{
    detail::make_snapshot};

}  // namespace optaxx
