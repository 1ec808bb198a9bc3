#pragma once

#include <string_view>

#include "optaxx/core/number.hpp"

namespace optaxx::detail {

/// Throws std::invalid_argument, naming the schedule, unless the steps are positive.
void check_transition_steps(std::string_view schedule, const number& steps);
/// int(fraction * steps), in Python.
number whole_steps(double fraction, const number& steps);

}  // namespace optaxx::detail
