#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "optaxx/core/transform.hpp"
#include "optaxx/recipe/binding.hpp"
#include "replay/distance.hpp"
#include "replay/trace.hpp"

namespace replay {

enum class part { updates, state, params };

/// "updates", "state" or "params".
const char* name_of(part p);

/// A leaf of ours beside that of Optax. The first step is 0; the state that init makes is of step
/// -1.
struct compared_leaf {
  part what;
  std::ptrdiff_t step;
  const std::string& path;
  const optaxx::array& got;
  const optaxx::array& wanted;
};

struct options {
  /// Load the recorded state and parameters before each step, and compare the parameters that
  /// apply_updates makes of the recorded updates. Otherwise the run is free: it goes on from its
  /// own.
  bool forced = false;
  /// Also take every step by `step`, which must do what update and apply_updates do.
  bool check_step = false;
};

/// The transformation of the trace's recipe, with the trace's bindings and others, which count
/// more. Throws optaxx::format_error.
optaxx::transformation transformation_of(const trace& t, const optaxx::bindings& given = {});

/// Runs the transformation on the recorded gradients and shows every leaf of updates, state and
/// parameters. Throws optaxx::format_error where there is nothing to compare: a tree of another
/// structure, dtype or shape, or a trace that cannot be run here.
void run(const trace& t, const optaxx::transformation& tx, const options& how,
         const std::function<void(const compared_leaf&)>& compare);

/// Where a run first went beyond a bound.
struct place {
  std::ptrdiff_t step = 0;
  std::string path;  ///< "updates/dense/w".
};

/// What a run amounts to.
struct report {
  std::size_t steps = 0;
  distance updates;
  distance state;
  distance params;
  place worst;                  ///< Of the largest distance, as `bounds` orders them.
  std::optional<place> beyond;  ///< The first leaf that is beyond a bound.

  bool ok() const { return !beyond; }
};

/// run, measured.
report measure(const trace& t, const optaxx::transformation& tx, const options& how,
               const bounds& within = {});

}  // namespace replay
