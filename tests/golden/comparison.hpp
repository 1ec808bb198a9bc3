#pragma once

#include <string>

#include "replay/replay.hpp"

namespace golden {

/// How far a trace is from its recipe here.
struct comparison {
  std::string trace;
  replay::distance far;
  std::string why;
};

/// Each step from the recorded state, in the unit of the trace's tolerance.
comparison forced_run(const replay::trace& t);

/// "4 ULP, 2 of the array's largest: why", or "none".
std::string text_of(const comparison& c);

}  // namespace golden
