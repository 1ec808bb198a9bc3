#pragma once

#include <string>

/// `optaxx explain`: what a recipe composes, what state it keeps, and the plan of a step.
struct explain_command {
  std::string recipe;  ///< A file, or the text itself.
  std::string params;  ///< A safetensors file or a trace; "": a small network.
  int step = 1;        ///< Which step is explained.

  int run() const;
};
