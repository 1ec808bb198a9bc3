#pragma once

#include <string>
#include <vector>

/// `optaxx explain`: what a recipe composes, what state it keeps, and the plan of a step.
struct explain_command {
  std::string recipe;             ///< A file, or the text itself.
  std::string params;             ///< A safetensors file or a trace; "": a small network.
  std::vector<std::string> bind;  ///< "lr=1e-3".
  int step = 1;                   ///< Which step is explained.

  int run() const;
};
