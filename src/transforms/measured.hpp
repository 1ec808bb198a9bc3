#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "optaxx/transforms/measurement.hpp"

// What snapshot and monitor keep in the state.
namespace optaxx {

/// The parameters as wide as the updates will be, where init was told that these are wider.
std::optional<tree> widened_params(const layout& state);

/// Lays out a field that holds numbers which become as wide as a step makes them.
void lay_out_measured(layout& state, std::string_view field, tree first);

/// Replaces them at the end of the step; floats may have become narrower. Throws tree_mismatch,
/// with the names of the rule and the measure, for another structure, shape or dtype.
void set_measured(sweep& s, const state_view& field, const std::string& rule,
                  const std::string& name, tree came);

}  // namespace optaxx
